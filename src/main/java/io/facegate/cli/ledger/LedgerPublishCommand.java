package io.facegate.cli.ledger;

import io.facegate.call.Fault;
import io.facegate.cli.AuditedRead;
import io.facegate.cli.CommandOutput;
import io.facegate.cli.ExitCode;
import io.facegate.cli.FacegateCommand;
import io.facegate.cli.FileErrorFormatter;
import io.facegate.cli.LedgerLocator;
import io.facegate.ledger.publish.PublicationTargets;
import io.facegate.usecase.ledger.LogPublishing;
import java.io.IOException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code facegate ledger publish}: writes the log as tiles to a folder or a bucket. */
@Command(
        name = "publish",
        sortOptions = false,
        description = {
            "Writes the log as tiles, entry bundles and a signed checkpoint (C2SP tlog-tiles) into a folder or an"
                    + " S3-compatible bucket. An earlier publication there is continued. A gateway does the same"
                    + " continuously with serve --publish.",
            "The bundles hold the records themselves. Publish only to a place that readers of the records may read."
        },
        exitCodeList = {
            "0:done",
            "1:the ledger cannot be read, or the place cannot be written to",
            "2:usage",
            "5:the place has another log, or records that were changed since"
        },
        footer = {
            "",
            "Examples:",
            "  facegate ledger publish --to /srv/log",
            "  facegate ledger publish --to s3://bucket/log --endpoint https://minio.example --region us-east-1"
        })
public final class LedgerPublishCommand extends FacegateCommand {
    @Option(names = "--to", required = true, paramLabel = "PLACE", description = "A folder, or s3://bucket/prefix.")
    private String to = "";

    @Option(names = "--endpoint", paramLabel = "URL", description = "The S3-compatible store. Default: Amazon's.")
    private @Nullable String endpoint;

    @Option(names = "--region", paramLabel = "REGION", description = "The store's region. Default: the AWS SDK's own.")
    private @Nullable String region;

    @Mixin
    private AuditedRead looking = new AuditedRead();

    @Override
    protected ExitCode run() {
        var ledger = LedgerLocator.requireLedger(spec, settings.ledger());
        var place = new PublicationTargets(to, endpoint, region);
        var problem = place.problem();
        require(problem == null, String.valueOf(problem));
        try {
            var done = LogPublishing.publish(ledger, place, looking.reader());
            output().print(
                            CommandOutput.fields("size", done.size(), "new", done.fresh()),
                            "Published " + done.size() + " records, " + done.fresh() + " of them new.");
            return ExitCode.DONE;
        } catch (Fault.LedgerTampered tampered) {
            return fail(ExitCode.LEDGER_DOES_NOT_VERIFY, "Not everything is published. " + tampered.getMessage());
        } catch (LogPublishing.Refused other) {
            return fail(ExitCode.LEDGER_DOES_NOT_VERIFY, LedgerLocator.sanitize(String.valueOf(other.getMessage())));
        } catch (IOException unwritable) {
            return fail(ExitCode.FAULT, "The log could not be published: " + FileErrorFormatter.sentence(unwritable));
        }
    }
}
