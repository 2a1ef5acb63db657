package io.facegate.app.demo;

import io.facegate.catalogue.TrailVendor;
import io.facegate.ledger.address.LedgerAddress;
import io.facegate.usecase.reconcile.Period;
import io.facegate.usecase.reconcile.Reconcile;
import io.facegate.usecase.reconcile.TrailLocation;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;

/** A vendor's trail that the demo makes up: one call that went round the gateway. */
final class DemoTrail {
    private DemoTrail() {}

    /** Compares it with the ledger as the officer does with the command; the file itself is deleted again. */
    static void reconcile(Path data, Instant now) throws IOException {
        var file = Files.createTempFile("facegate-demo-trail-", ".json");
        try {
            var time = now.minus(Duration.ofHours(3)).truncatedTo(ChronoUnit.SECONDS);
            Files.writeString(file, call(time));
            new Reconcile(LedgerAddress.ofFolder(data), DemoPeople.OFFICER)
                    .compare(new Reconcile.Question(
                            TrailVendor.AWS,
                            TrailLocation.of(file.toString()),
                            InputStream.nullInputStream(),
                            List.of(),
                            new Period(null, null)));
        } catch (SQLException unreadable) {
            throw new IOException(unreadable);
        } finally {
            Files.delete(file);
        }
    }

    /** In CloudTrail's form, from an account that nobody has. */
    private static String call(Instant time) {
        return """
            {"Records":[{"eventVersion":"1.08","userIdentity":{"type":"IAMUser","principalId":"DEMO",\
            "arn":"arn:aws:iam::000000000000:user/demo-notebook","accountId":"000000000000","userName":"demo-notebook"},\
            "eventTime":"%s","eventSource":"rekognition.amazonaws.com","eventName":"DetectFaces",\
            "awsRegion":"us-east-1","sourceIPAddress":"203.0.113.7","userAgent":"notebook","requestParameters":{},\
            "responseElements":null,"requestID":"00000000-0000-4000-8000-000000000001",\
            "eventID":"00000000-0000-4000-8000-000000000002","readOnly":true,"eventType":"AwsApiCall",\
            "managementEvent":true,"recipientAccountId":"000000000000","eventCategory":"Management"}]}
            """.formatted(time);
    }
}
