{{- /* What the schema cannot see, because it takes two values: each guard names the value and the mend. */}}

{{- define "communique.graceNeeded" -}}
{{- add (ceil (float64 (.Values.settings.stop_deadline_seconds | default 20))) (int .Values.preStopSeconds) 5 }}
{{- end }}

{{- define "communique.grace" -}}
{{- if kindIs "invalid" .Values.terminationGracePeriodSeconds }}{{ include "communique.graceNeeded" . }}
{{- else }}{{ int .Values.terminationGracePeriodSeconds }}
{{- end }}
{{- end }}

{{- define "communique.guards" -}}
{{- include "communique.guardSettings" . }}
{{- include "communique.guardSecrets" . }}
{{- include "communique.guardKafka" . }}
{{- include "communique.guardScale" . }}
{{- include "communique.guardStop" . }}
{{- include "communique.guardTaxonomy" . }}
{{- include "communique.guardFeeds" . }}
{{- include "communique.guardMonitoring" . }}
{{- end }}

{{- define "communique.guardSecrets" -}}
{{- $places := dict "kafka.sasl.password" (list .Values.kafka.sasl "password" "kafka.sasl.existingSecret")
    "kafka.oauth.clientSecret" (list .Values.kafka.oauth "clientSecret" "kafka.oauth.existingSecret")
    "kafka.tls.privateKeyPassword" (list .Values.kafka.tls "privateKeyPassword" "kafka.tls.existingSecret") }}
{{- range $name, $place := $places }}
{{- if hasKey (index $place 0) (index $place 1) }}
{{- fail (printf "%s: a secret does not belong in values, which Helm keeps readable; put it into a Secret and name that in %s" $name (index $place 2)) }}
{{- end }}
{{- end }}
{{- range .Values.extraEnv }}
{{- if and (regexMatch "^COMMUNIQUE_.*(PASSWORD|SECRET|TOKEN|KEY)$" .name) (hasKey . "value") }}
{{- fail (printf "extraEnv: %s: a secret does not belong in values, which Helm keeps readable; use valueFrom.secretKeyRef" .name) }}
{{- end }}
{{- end }}
{{- end }}

{{- define "communique.guardKafka" -}}
{{- $kafka := .Values.kafka }}
{{- if not $kafka.bootstrapServers }}
{{- fail "kafka.bootstrapServers: is required; give the brokers as host:port, separated by commas" }}
{{- end }}
{{- if include "communique.oauthUsed" . }}
{{- if not $kafka.oauth.existingSecret }}
{{- fail "kafka.oauth.existingSecret: is required with kafka.sasl.mechanism OAUTHBEARER; name the Secret with the client's secret or the token" }}
{{- end }}
{{- if and (not $kafka.oauth.tokenKey) (not (and $kafka.oauth.tokenUrl $kafka.oauth.clientId)) }}
{{- fail "kafka.oauth: set tokenUrl and clientId, or tokenKey for a token that something else renews" }}
{{- end }}
{{- if and $kafka.oauth.tokenKey $kafka.oauth.tokenUrl }}
{{- fail "kafka.oauth: tokenKey and tokenUrl are both set; remove one" }}
{{- end }}
{{- else if and (include "communique.saslUsed" .) (not $kafka.sasl.existingSecret) }}
{{- fail (printf "kafka.sasl.existingSecret: is required with kafka.securityProtocol %s; name the Secret with user and password" $kafka.securityProtocol) }}
{{- end }}
{{- if and $kafka.tls.certificateKey (not $kafka.tls.existingSecret) }}
{{- fail "kafka.tls.existingSecret: is required with kafka.tls.certificateKey; name the Secret with the certificate" }}
{{- end }}
{{- if and $kafka.tls.privateKeyKey (not $kafka.tls.certificateKey) }}
{{- fail "kafka.tls.certificateKey: is required with kafka.tls.privateKeyKey; name the Secret's key for the certificate" }}
{{- end }}
{{- if and (not (include "communique.saslUsed" .)) (or $kafka.sasl.existingSecret $kafka.oauth.existingSecret) }}
{{- fail (printf "kafka.securityProtocol: is %s, which knows no login, though a Secret for one is named; set SASL_SSL" $kafka.securityProtocol) }}
{{- end }}
{{- if and (not (include "communique.tlsUsed" .)) $kafka.tls.existingSecret }}
{{- fail (printf "kafka.securityProtocol: is %s, which does not encrypt, though kafka.tls.existingSecret is set; set SSL or SASL_SSL" $kafka.securityProtocol) }}
{{- end }}
{{- if and .Values.autoscaling.keda.enabled (include "communique.oauthUsed" .) $kafka.oauth.tokenKey }}
{{- fail "autoscaling.keda.enabled: KEDA cannot log in with kafka.oauth.tokenKey; use kafka.oauth.tokenUrl and clientId, or autoscaling.hpa" }}
{{- end }}
{{- $seen := dict }}
{{- range $name, $channel := .Values.channels }}
{{- if hasKey $seen $channel }}
{{- fail (printf "channels.%s: %s is channels.%s already; each needs a channel of its own" $name $channel (get $seen $channel)) }}
{{- end }}
{{- $_ := set $seen $channel $name }}
{{- end }}
{{- end }}

{{- define "communique.guardScale" -}}
{{- $partitions := int .Values.kafka.partitions }}
{{- with .Values.autoscaling }}
{{- if and .hpa.enabled .keda.enabled }}
{{- fail "autoscaling: hpa.enabled and keda.enabled are both true, and would pull at the same Deployment; choose one" }}
{{- end }}
{{- if or .hpa.enabled .keda.enabled }}
{{- if gt (int .maxReplicas) $partitions }}
{{- fail (printf "autoscaling.maxReplicas: %d is more than kafka.partitions (%d), and workers without a partition stand idle; lower it, or add partitions" (int .maxReplicas) $partitions) }}
{{- end }}
{{- if gt (int .minReplicas) (int .maxReplicas) }}
{{- fail (printf "autoscaling.minReplicas: %d is more than autoscaling.maxReplicas (%d)" (int .minReplicas) (int .maxReplicas)) }}
{{- end }}
{{- if and (eq (int .minReplicas) 0) (not .keda.enabled) }}
{{- fail "autoscaling.minReplicas: 0 works with autoscaling.keda only; set 1 or more" }}
{{- end }}
{{- end }}
{{- end }}
{{- if not (or .Values.autoscaling.hpa.enabled .Values.autoscaling.keda.enabled) }}
{{- if gt (int .Values.replicas) $partitions }}
{{- fail (printf "replicas: %d is more than kafka.partitions (%d), and workers without a partition stand idle; lower it, or add partitions" (int .Values.replicas) $partitions) }}
{{- end }}
{{- end }}
{{- if and (eq (toString .Values.updateStrategy.maxSurge) "0") (eq (toString .Values.updateStrategy.maxUnavailable) "0") }}
{{- fail "updateStrategy: maxSurge and maxUnavailable are both 0, and no upgrade could go on; set one of them" }}
{{- end }}
{{- end }}

{{- define "communique.guardStop" -}}
{{- $settings := .Values.settings }}
{{- $stop := float64 ($settings.stop_deadline_seconds | default 20) }}
{{- $drain := float64 ($settings.drain_seconds | default 10) }}
{{- if gt $drain $stop }}
{{- fail (printf "settings.drain_seconds: %v is more than settings.stop_deadline_seconds (%v), which would cut the drain off" $drain $stop) }}
{{- end }}
{{- $needed := int (include "communique.graceNeeded" .) }}
{{- if lt (int (include "communique.grace" .)) $needed }}
{{- fail (printf "terminationGracePeriodSeconds: %s is too short: a worker may take %d s to stop (settings.stop_deadline_seconds + preStopSeconds + 5); leave it empty, or lower settings.stop_deadline_seconds" (include "communique.grace" .) $needed) }}
{{- end }}
{{- end }}

{{- define "communique.guardTaxonomy" -}}
{{- $sources := list }}
{{- range $name := list "content" "existingConfigMap" "existingClaim" }}
{{- if get $.Values.taxonomy $name }}{{ $sources = append $sources $name }}{{ end }}
{{- end }}
{{- if gt (len $sources) 1 }}
{{- fail (printf "taxonomy: %s are both set; choose one" (join " and " (slice $sources 0 2))) }}
{{- end }}
{{- if gt (len .Values.taxonomy.content) 1000000 }}
{{- fail (printf "taxonomy.content: has %d bytes, more than a ConfigMap holds; put the file on a volume and name it in taxonomy.existingClaim" (len .Values.taxonomy.content)) }}
{{- end }}
{{- end }}

{{- define "communique.guardFeeds" -}}
{{- $feeds := .Values.feeds }}
{{- if hasKey $feeds "replicas" }}
{{- fail "feeds.replicas: one pod follows feeds, a second would shut it out; remove it" }}
{{- end }}
{{- if $feeds.enabled }}
{{- $sources := list }}
{{- range $name := list "content" "existingConfigMap" "existingSecret" }}
{{- if get $feeds $name }}{{ $sources = append $sources $name }}{{ end }}
{{- end }}
{{- if not $sources }}
{{- fail "feeds.enabled: no list of feeds is given; set feeds.content, feeds.existingConfigMap or feeds.existingSecret" }}
{{- end }}
{{- if gt (len $sources) 1 }}
{{- fail (printf "feeds: %s are both set; choose one" (join " and " (slice $sources 0 2))) }}
{{- end }}
{{- if not $feeds.contact }}
{{- fail "feeds.contact: is required with feeds.enabled; give a web or mail address at which sites reach you" }}
{{- end }}
{{- end }}
{{- end }}

{{- define "communique.guardMonitoring" -}}
{{- with .Values.metrics }}
{{- if and .podMonitor.enabled .serviceMonitor.enabled }}
{{- fail "metrics: podMonitor.enabled and serviceMonitor.enabled are both true, and every sample would count twice; choose one" }}
{{- end }}
{{- if and .serviceMonitor.enabled (not $.Values.service.enabled) }}
{{- fail "metrics.serviceMonitor.enabled: needs service.enabled; enable it, or use metrics.podMonitor" }}
{{- end }}
{{- end }}
{{- with .Values.strimzi }}
{{- if and .enabled (not .cluster) }}
{{- fail "strimzi.cluster: is required with strimzi.enabled; give the name of the Kafka resource" }}
{{- end }}
{{- if and .user.enabled (not .enabled) }}
{{- fail "strimzi.user.enabled: needs strimzi.enabled" }}
{{- end }}
{{- if and .enabled (gt (int .minInsyncReplicas) (int .replicationFactor)) }}
{{- fail (printf "strimzi.minInsyncReplicas: %d is more than strimzi.replicationFactor (%d), and nothing could be written" (int .minInsyncReplicas) (int .replicationFactor)) }}
{{- end }}
{{- end }}
{{- end }}
