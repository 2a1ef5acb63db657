package io.facegate.usecase.reconcile;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.UUID;
import java.util.zip.GZIPOutputStream;

/** Records of vendors' trails, in the vendors' forms. */
public final class TrailLines {
    static final String GATEWAY = "arn:aws:sts::123456789012:assumed-role/facegate/i-0abc";
    static final String GATEWAY_ROLE = "arn:aws:iam::123456789012:role/facegate";

    private TrailLines() {}

    /** What the gateway says of itself. */
    static String agent(String decision) {
        return "facegate decision/" + decision;
    }

    /** A call of the gateway in CloudTrail. */
    static String aws(Instant time, String operation, String request, String decision) {
        return aws(time, operation, request, agent(decision), GATEWAY);
    }

    static String aws(Instant time, String operation, String request, String agent, String principal) {
        return """
            {"eventVersion":"1.08","userIdentity":{"type":"AssumedRole","principalId":"AROAEXAMPLE:i-0abc",\
            "arn":"%s","accountId":"123456789012","accessKeyId":"ASIAEXAMPLE","sessionContext":{"sessionIssuer":\
            {"type":"Role","principalId":"AROAEXAMPLE","arn":"%s","accountId":"123456789012","userName":"role"},\
            "attributes":{"creationDate":"%s","mfaAuthenticated":"false"}}},"eventTime":"%s",\
            "eventSource":"rekognition.amazonaws.com","eventName":"%s","awsRegion":"us-east-1",\
            "sourceIPAddress":"198.51.100.7","userAgent":"%s","requestParameters":{"image":{}},\
            "responseElements":null,"requestID":"%s","eventID":"%s","readOnly":true,"eventType":"AwsApiCall",\
            "managementEvent":true,"recipientAccountId":"123456789012","eventCategory":"Management"}\
            """.formatted(
                        principal,
                        principal.equals(GATEWAY) ? GATEWAY_ROLE : principal,
                        time.truncatedTo(ChronoUnit.SECONDS),
                        time.truncatedTo(ChronoUnit.SECONDS),
                        operation,
                        agent,
                        request,
                        UUID.randomUUID());
    }

    /** A call in Azure's resource logs. */
    static String azure(Instant time, String operation, String correlation, String object) {
        return """
            {"time":"%s","resourceId":"/SUBSCRIPTIONS/S/RESOURCEGROUPS/R/PROVIDERS/MICROSOFT.COGNITIVESERVICES\
            /ACCOUNTS/FACES","operationName":"%s","category":"RequestResponse","resultSignature":"200",\
            "durationMs":120,"callerIPAddress":"198.51.100.*","correlationId":"%s","location":"westeurope",\
            "properties":"{\\"apiName\\":\\"Face\\",\\"objectId\\":\\"%s\\",\\"streamType\\":\\"\\"}"}\
            """.formatted(time, operation, correlation, object);
    }

    /** A call in Google's audit logs. */
    static String google(Instant time, String method, String principal, String reason) {
        return """
            {"insertId":"%s","logName":"projects/p/logs/cloudaudit.googleapis.com%%2Fdata_access","protoPayload":\
            {"@type":"type.googleapis.com/google.cloud.audit.AuditLog","authenticationInfo":{"principalEmail":"%s"},\
            "methodName":"google.cloud.vision.v1.ImageAnnotator.%s","requestMetadata":{"callerIp":"198.51.100.7",\
            "callerSuppliedUserAgent":"agent","requestAttributes":{"reason":"%s"}},"serviceName":\
            "vision.googleapis.com","status":{}},"resource":{"type":"audited_resource"},"severity":"INFO",\
            "timestamp":"%s"}\
            """.formatted(UUID.randomUUID(), principal, method, reason, time);
    }

    /**
     * Writes CloudTrail's files as S3 has them, a thousand records in each.
     *
     * @param before how many records are in the folder already
     */
    static void writeCloudTrail(Path folder, int before, List<String> records) throws IOException {
        var day = Files.createDirectories(folder.resolve("AWSLogs/123456789012/CloudTrail/us-east-1/2026/11/24"));
        for (int from = 0; from < records.size(); from += 1000) {
            var bytes = new ByteArrayOutputStream();
            try (var gzip = new GZIPOutputStream(bytes)) {
                var part = records.subList(from, Math.min(records.size(), from + 1000));
                gzip.write(("{\"Records\":[" + String.join(",", part) + "]}").getBytes(StandardCharsets.UTF_8));
            }
            Files.write(
                    day.resolve("123456789012_CloudTrail_us-east-1_" + (before + from) + ".json.gz"),
                    bytes.toByteArray());
        }
    }
}
