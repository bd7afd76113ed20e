{{- /* A value as an environment variable has it. Helm reads whole numbers as floats: 134217728 would be 1.34217728e+08. */}}
{{- define "communique.scalar" -}}
{{- if kindIs "slice" . }}{{ join "," . }}
{{- else if kindIs "float64" . }}{{ ternary (printf "%.0f" .) (toString .) (eq (floor .) .) }}
{{- else }}{{ toString . }}
{{- end }}
{{- end }}

{{- define "communique.taxonomy" -}}
{{- $own := .Values.taxonomy }}
{{- if or $own.content $own.existingConfigMap $own.existingClaim }}/etc/communique/taxonomy/{{ $own.file }}
{{- else }}{{ $own.name }}
{{- end }}
{{- end }}

{{- define "communique.saslUsed" -}}
{{- if hasPrefix "SASL" .Values.kafka.securityProtocol }}true{{ end }}
{{- end }}

{{- define "communique.tlsUsed" -}}
{{- if hasSuffix "SSL" .Values.kafka.securityProtocol }}true{{ end }}
{{- end }}

{{- define "communique.oauthUsed" -}}
{{- if and (include "communique.saslUsed" .) (eq .Values.kafka.sasl.mechanism "OAUTHBEARER") }}true{{ end }}
{{- end }}

{{- /* Settings of the process; secrets are only named here, by the files that hold them. */}}
{{- define "communique.settings" -}}
{{- $kafka := .Values.kafka }}
COMMUNIQUE_KAFKA_BOOTSTRAP_SERVERS: {{ $kafka.bootstrapServers | quote }}
COMMUNIQUE_KAFKA_GROUP_ID: {{ $kafka.groupId | quote }}
COMMUNIQUE_KAFKA_SECURITY_PROTOCOL: {{ $kafka.securityProtocol | quote }}
{{- if include "communique.saslUsed" . }}
COMMUNIQUE_KAFKA_SASL_MECHANISM: {{ $kafka.sasl.mechanism | quote }}
{{- end }}
{{- if include "communique.oauthUsed" . }}
{{- if $kafka.oauth.tokenKey }}
COMMUNIQUE_KAFKA_OAUTH_TOKEN_FILE: /etc/communique/oauth/{{ $kafka.oauth.tokenKey }}
{{- else }}
COMMUNIQUE_KAFKA_OAUTH_TOKEN_URL: {{ $kafka.oauth.tokenUrl | quote }}
COMMUNIQUE_KAFKA_OAUTH_CLIENT_ID: {{ $kafka.oauth.clientId | quote }}
COMMUNIQUE_KAFKA_OAUTH_CLIENT_SECRET_FILE: /etc/communique/oauth/{{ $kafka.oauth.clientSecretKey }}
{{- end }}
{{- else if include "communique.saslUsed" . }}
COMMUNIQUE_KAFKA_SASL_PASSWORD_FILE: /etc/communique/sasl/{{ $kafka.sasl.passwordKey }}
{{- end }}
{{- if and (include "communique.tlsUsed" .) $kafka.tls.existingSecret }}
{{- with $kafka.tls.caKey }}
COMMUNIQUE_KAFKA_SSL_CA_FILE: /etc/communique/tls/{{ . }}
{{- end }}
{{- with $kafka.tls.certificateKey }}
COMMUNIQUE_KAFKA_SSL_CERTIFICATE_FILE: /etc/communique/tls/{{ . }}
{{- end }}
{{- with $kafka.tls.privateKeyKey }}
COMMUNIQUE_KAFKA_SSL_KEY_FILE: /etc/communique/tls/{{ . }}
{{- end }}
{{- with $kafka.tls.privateKeyPasswordKey }}
COMMUNIQUE_KAFKA_SSL_KEY_PASSWORD_FILE: /etc/communique/tls/{{ . }}
{{- end }}
{{- end }}
COMMUNIQUE_CHANNEL_RAW: {{ .Values.channels.raw | quote }}
COMMUNIQUE_CHANNEL_ENRICHED: {{ .Values.channels.enriched | quote }}
COMMUNIQUE_CHANNEL_DEAD_LETTER: {{ .Values.channels.deadLetter | quote }}
COMMUNIQUE_DELIVERY: {{ .Values.delivery | quote }}
COMMUNIQUE_TAXONOMY: {{ include "communique.taxonomy" . | quote }}
COMMUNIQUE_HTTP_HOST: "0.0.0.0"
COMMUNIQUE_HTTP_PORT: {{ .Values.service.port | toString | quote }}
{{- range $name, $value := .Values.settings }}
{{- if not (include "communique.feedsAlone" $name) }}
COMMUNIQUE_{{ upper $name }}: {{ include "communique.scalar" $value | quote }}
{{- end }}
{{- end }}
{{- end }}

{{- /* Settings that workers have no use for: a change of them must not restart workers. */}}
{{- define "communique.feedsAlone" -}}
{{- if or (hasPrefix "feeds_" .) (eq "channel_feeds_seen" .) }}true{{ end }}
{{- end }}

{{- define "communique.seenChannel" -}}
{{- .Values.settings.channel_feeds_seen | default "articles.feeds.seen" }}
{{- end }}

{{- define "communique.feedsSettings" -}}
COMMUNIQUE_FEEDS: /etc/communique/feeds/{{ .Values.feeds.file }}
COMMUNIQUE_FEEDS_HTTP_PORT: {{ .Values.service.port | toString | quote }}
COMMUNIQUE_FEEDS_CONTACT: {{ .Values.feeds.contact | quote }}
{{- range $name, $value := .Values.settings }}
{{- if include "communique.feedsAlone" $name }}
COMMUNIQUE_{{ upper $name }}: {{ include "communique.scalar" $value | quote }}
{{- end }}
{{- end }}
{{- end }}

{{- /* Every channel that workers read, a line each: its name, and the consumer group that reads it. */}}
{{- define "communique.readChannels" -}}
{{- $group := .Values.kafka.groupId }}
{{ .Values.channels.raw }} {{ $group }}
{{- with .Values.settings }}
{{- if .fetch }}
{{ .channel_fetched | default "articles.fetched" }} {{ $group }}
{{ .channel_fetch | default "articles.fetch" }} {{ $group }}-fetch
{{- $retry := .channel_retry | default "articles.retry" }}
{{- $delays := .retry_delays | default (list "1m" "10m" "1h") }}
{{- range ternary (splitList "," (toString $delays)) $delays (kindIs "string" $delays) }}
{{ $retry }}.{{ trim . }} {{ $group }}-retry
{{- end }}
{{- end }}
{{- end }}
{{- end }}
