{{- /* Written by tools/chart.py. */}}
{{- define "communique.guardSettings" -}}
{{- $elsewhere := dict
    "kafka_bootstrap_servers" "kafka.bootstrapServers"
    "kafka_group_id" "kafka.groupId"
    "kafka_security_protocol" "kafka.securityProtocol"
    "kafka_sasl_mechanism" "kafka.sasl.mechanism"
    "kafka_sasl_username" "kafka.sasl.existingSecret"
    "kafka_sasl_password" "kafka.sasl.existingSecret"
    "kafka_sasl_password_file" "kafka.sasl.existingSecret"
    "kafka_ssl_ca_file" "kafka.tls.caKey"
    "kafka_ssl_certificate_file" "kafka.tls.certificateKey"
    "kafka_ssl_key_file" "kafka.tls.privateKeyKey"
    "kafka_ssl_key_password" "kafka.tls.privateKeyPasswordKey"
    "kafka_ssl_key_password_file" "kafka.tls.privateKeyPasswordKey"
    "kafka_oauth_token_file" "kafka.oauth.tokenKey"
    "kafka_oauth_token_url" "kafka.oauth.tokenUrl"
    "kafka_oauth_client_id" "kafka.oauth.clientId"
    "kafka_oauth_client_secret" "kafka.oauth.existingSecret"
    "kafka_oauth_client_secret_file" "kafka.oauth.existingSecret"
    "channel_raw" "channels.raw"
    "channel_enriched" "channels.enriched"
    "channel_dead_letter" "channels.deadLetter"
    "delivery" "delivery"
    "taxonomy" "taxonomy"
    "feeds" "feeds.content"
    "feeds_contact" "feeds.contact"
    "feeds_http_port" "service.port"
    "http_host" "service.port"
    "http_port" "service.port" }}
{{- range $name, $_ := .Values.settings }}
{{- with get $elsewhere $name }}
{{- fail (printf "settings.%s: is set by the chart; use %s instead" $name .) }}
{{- end }}
{{- end }}
{{- end }}
