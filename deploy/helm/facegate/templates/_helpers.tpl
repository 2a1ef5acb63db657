{{- define "facegate.name" -}}
{{- .Release.Name | trunc 50 | trimSuffix "-" -}}
{{- end -}}

{{- define "facegate.selector" -}}
app.kubernetes.io/name: facegate
app.kubernetes.io/instance: {{ .Release.Name }}
{{- end -}}

{{- define "facegate.labels" -}}
{{ include "facegate.selector" . }}
app.kubernetes.io/version: {{ .Chart.AppVersion | quote }}
app.kubernetes.io/managed-by: {{ .Release.Service }}
helm.sh/chart: {{ .Chart.Name }}-{{ .Chart.Version }}
{{- end -}}

{{- define "facegate.image" -}}
{{- if .Values.image.digest -}}
{{ .Values.image.repository }}@{{ .Values.image.digest }}
{{- else -}}
{{ .Values.image.repository }}:{{ .Values.image.tag | default .Chart.AppVersion }}
{{- end -}}
{{- end -}}

{{- /* The URL of the database, with TLS that verifies the server. */ -}}
{{- define "facegate.postgres" -}}
{{- $url := .Values.postgres.url -}}
{{- if not (contains "sslmode=" $url) -}}
{{- $url = printf "%s&sslmode=verify-full" $url -}}
{{- end -}}
{{- if .Values.postgres.authority.secret -}}
{{- $url = printf "%s&sslrootcert=/secrets/postgres-authority/%s" $url .Values.postgres.authority.key -}}
{{- end -}}
{{- $url -}}
{{- end -}}

{{- /* The environment of a gateway: its options, and where its files are. */ -}}
{{- define "facegate.env" -}}
- {name: FACEGATE_DATA, value: /data/facegate}
- {name: FACEGATE_HOST, value: 0.0.0.0}
- {name: FACEGATE_CONTACT, value: {{ required "contact: name whom a refused caller can write to" .Values.contact | quote }}}
- {name: FACEGATE_PROVIDER, value: {{ join "," .Values.provider | quote }}}
- {name: FACEGATE_GRACE, value: {{ .Values.grace | quote }}}
- {name: JDK_JAVA_OPTIONS, value: {{ .Values.javaOptions | quote }}}
{{- if .Values.policies.configMap }}
- {name: FACEGATE_POLICIES, value: /config/policies}
{{- end }}
{{- range $option, $value := .Values.settings }}
- {name: FACEGATE_{{ $option | upper | replace "-" "_" }}, value: {{ $value | toString | quote }}}
{{- end }}
{{- range $option, $file := .Values.secretFiles }}
- {name: FACEGATE_{{ $option | upper | replace "-" "_" }}, value: /secrets/{{ $option }}/{{ $file.key }}}
{{- end }}
{{- range $option, $file := .Values.configFiles }}
- {name: FACEGATE_{{ $option | upper | replace "-" "_" }}, value: /config/{{ $option }}/{{ $file.key }}}
{{- end }}
{{- if .Values.postgres.url }}
- {name: FACEGATE_LEDGER, value: {{ include "facegate.postgres" . | quote }}}
- {name: FACEGATE_REGISTRY, value: {{ include "facegate.postgres" . | quote }}}
{{- if .Values.postgres.password.secret }}
- {name: FACEGATE_LEDGER_PASSWORD, value: /secrets/postgres-password/{{ .Values.postgres.password.key }}}
- {name: FACEGATE_REGISTRY_PASSWORD, value: /secrets/postgres-password/{{ .Values.postgres.password.key }}}
{{- end }}
{{- end }}
{{- if .Values.limits.url }}
- {name: FACEGATE_LIMITS, value: {{ .Values.limits.url | quote }}}
{{- if .Values.limits.password.secret }}
- {name: FACEGATE_LIMITS_PASSWORD, value: /secrets/limits-password/{{ .Values.limits.password.key }}}
{{- end }}
{{- end }}
{{- if .Values.tls.secret }}
- {name: FACEGATE_TLS_CERT, value: /secrets/tls/tls.crt}
- {name: FACEGATE_TLS_KEY, value: /secrets/tls/tls.key}
{{- end }}
{{- if .Values.admin.enabled }}
- {name: FACEGATE_ADMIN_PORT, value: "8444"}
{{- end }}
{{- if .Values.tls.clientAuthority.secret }}
- {name: FACEGATE_TLS_CLIENT_CA, value: /secrets/tls-client-authority/{{ .Values.tls.clientAuthority.key }}}
{{- end }}
{{- end -}}

{{- /* The Secrets that are mounted, by the folder under /secrets. */ -}}
{{- define "facegate.secrets" -}}
{{- range $option, $file := .Values.secretFiles }}
{{ $option }}: {{ $file.secret }}
{{- end }}
{{- if .Values.postgres.url }}
keys: {{ required "postgres.keys.secret: name the Secret with registry.key and ledger.key" .Values.postgres.keys.secret }}
{{- with .Values.postgres.password.secret }}
postgres-password: {{ . }}
{{- end }}
{{- with .Values.postgres.authority.secret }}
postgres-authority: {{ . }}
{{- end }}
{{- end }}
{{- if and .Values.limits.url .Values.limits.password.secret }}
limits-password: {{ .Values.limits.password.secret }}
{{- end }}
{{- with .Values.tls.secret }}
tls: {{ . }}
{{- end }}
{{- with .Values.tls.clientAuthority.secret }}
tls-client-authority: {{ . }}
{{- end }}
{{- end -}}

{{- /* The ConfigMaps that are mounted, by the folder under /config. */ -}}
{{- define "facegate.configMaps" -}}
{{- range $option, $file := .Values.configFiles }}
{{ $option }}: {{ $file.configMap }}
{{- end }}
{{- with .Values.policies.configMap }}
policies: {{ . }}
{{- end }}
{{- end -}}

{{- define "facegate.containerSecurity" -}}
allowPrivilegeEscalation: false
readOnlyRootFilesystem: true
capabilities: {drop: [ALL]}
{{- end -}}
