{{- define "communique.podSecurityContext" -}}
{{- $ours := dict "runAsNonRoot" true "runAsUser" 10001 "runAsGroup" 10001 "fsGroup" 10001 "fsGroupChangePolicy" "OnRootMismatch"
    "seccompProfile" (dict "type" "RuntimeDefault") }}
{{- toYaml (mergeOverwrite $ours (deepCopy .Values.podSecurityContext)) }}
{{- end }}

{{- define "communique.securityContext" -}}
{{- $ours := dict "allowPrivilegeEscalation" false "privileged" false "readOnlyRootFilesystem" true "capabilities" (dict "drop" (list "ALL")) }}
{{- toYaml (mergeOverwrite $ours (deepCopy .Values.securityContext)) }}
{{- end }}

{{- /* What every pod of the chart has in common, whatever it runs. */}}
{{- define "communique.podCommon" -}}
serviceAccountName: {{ include "communique.serviceAccount" . }}
automountServiceAccountToken: false
enableServiceLinks: false
securityContext:
  {{- include "communique.podSecurityContext" . | nindent 2 }}
{{- with .Values.image.pullSecrets }}
imagePullSecrets:
  {{- toYaml . | nindent 2 }}
{{- end }}
{{- with .Values.priorityClassName }}
priorityClassName: {{ . }}
{{- end }}
{{- with .Values.nodeSelector }}
nodeSelector:
  {{- toYaml . | nindent 2 }}
{{- end }}
{{- with .Values.tolerations }}
tolerations:
  {{- toYaml . | nindent 2 }}
{{- end }}
{{- end }}

{{- /* Of `communique feeds` where the context says `feeds: true`. */}}
{{- define "communique.containerCommon" -}}
image: {{ include "communique.image" . | quote }}
imagePullPolicy: {{ .Values.image.pullPolicy }}
securityContext:
  {{- include "communique.securityContext" . | nindent 2 }}
envFrom:
  - configMapRef:
      name: {{ include "communique.fullname" . }}
  {{- if .feeds }}
  - configMapRef:
      name: {{ include "communique.fullname" . }}-feeds
  {{- end }}
{{- $user := and (include "communique.saslUsed" .) (not (include "communique.oauthUsed" .)) }}
{{- if or $user .Values.extraEnv }}
env:
  {{- if $user }}
  - name: COMMUNIQUE_KAFKA_SASL_USERNAME
    valueFrom:
      secretKeyRef:
        name: {{ .Values.kafka.sasl.existingSecret }}
        key: {{ .Values.kafka.sasl.usernameKey }}
  {{- end }}
  {{- with .Values.extraEnv }}
  {{- toYaml . | nindent 2 }}
  {{- end }}
{{- end }}
volumeMounts:
  - name: tmp
    mountPath: /tmp
  {{- if include "communique.oauthUsed" . }}
  - name: oauth
    mountPath: /etc/communique/oauth
    readOnly: true
  {{- else if include "communique.saslUsed" . }}
  - name: sasl
    mountPath: /etc/communique/sasl
    readOnly: true
  {{- end }}
  {{- if and (include "communique.tlsUsed" .) .Values.kafka.tls.existingSecret }}
  - name: tls
    mountPath: /etc/communique/tls
    readOnly: true
  {{- end }}
  {{- if .feeds }}
  - name: feeds
    mountPath: /etc/communique/feeds
    readOnly: true
  {{- else if hasPrefix "/etc/communique/taxonomy/" (include "communique.taxonomy" .) }}
  - name: taxonomy
    mountPath: /etc/communique/taxonomy
    readOnly: true
  {{- end }}
  {{- with .Values.extraVolumeMounts }}
  {{- toYaml . | nindent 2 }}
  {{- end }}
{{- end }}

{{- define "communique.volumes" -}}
- name: tmp
  emptyDir:
    # The language model is unpacked here at the start, 68 MB for a moment.
    sizeLimit: 128Mi
{{- if include "communique.oauthUsed" . }}
- name: oauth
  secret:
    secretName: {{ .Values.kafka.oauth.existingSecret }}
    defaultMode: 0440
{{- else if include "communique.saslUsed" . }}
- name: sasl
  secret:
    secretName: {{ .Values.kafka.sasl.existingSecret }}
    defaultMode: 0440
    items:
      - key: {{ .Values.kafka.sasl.passwordKey }}
        path: {{ .Values.kafka.sasl.passwordKey }}
{{- end }}
{{- if and (include "communique.tlsUsed" .) .Values.kafka.tls.existingSecret }}
- name: tls
  secret:
    secretName: {{ .Values.kafka.tls.existingSecret }}
    defaultMode: 0440
{{- end }}
{{- if .feeds }}
- name: feeds
  {{- if .Values.feeds.existingSecret }}
  secret:
    secretName: {{ .Values.feeds.existingSecret }}
    defaultMode: 0440
  {{- else }}
  configMap:
    name: {{ .Values.feeds.existingConfigMap | default (printf "%s-feeds-list" (include "communique.fullname" .)) }}
  {{- end }}
{{- else }}
{{- with .Values.taxonomy }}
{{- if .content }}
- name: taxonomy
  configMap:
    name: {{ include "communique.fullname" $ }}-taxonomy
{{- else if .existingConfigMap }}
- name: taxonomy
  configMap:
    name: {{ .existingConfigMap }}
{{- else if .existingClaim }}
- name: taxonomy
  persistentVolumeClaim:
    claimName: {{ .existingClaim }}
    readOnly: true
{{- end }}
{{- end }}
{{- end }}
{{- with .Values.extraVolumes }}
{{ toYaml . }}
{{- end }}
{{- end }}

{{- /* Workers and the pod that follows feeds answer alike. */}}
{{- define "communique.probes" -}}
ports:
  - name: http
    containerPort: {{ int .Values.service.port }}
startupProbe:
  httpGet: {path: /health/started, port: http}
  periodSeconds: 2
  timeoutSeconds: 3
  failureThreshold: {{ ceil (divf .Values.probes.startupSeconds 2) }}
livenessProbe:
  httpGet: {path: /health/live, port: http}
  periodSeconds: {{ int .Values.probes.livenessPeriodSeconds }}
  timeoutSeconds: 5
  failureThreshold: 3
readinessProbe:
  httpGet: {path: /health/ready, port: http}
  periodSeconds: {{ int .Values.probes.readinessPeriodSeconds }}
  timeoutSeconds: 5
  failureThreshold: 2
{{- end }}
