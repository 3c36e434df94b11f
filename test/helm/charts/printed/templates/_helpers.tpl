{{- define "name" -}}{{ printf "%s-%s" .Release.Name .Values.name | trunc 63 | trimSuffix "-" }}{{- end }}
{{- define "labels" }}
app: {{ include "name" . }}
{{ toYaml .Values.labels }}
{{- end }}
