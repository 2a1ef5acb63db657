package io.facegate.cli.ledger;

import io.facegate.cli.AuditedRead;
import io.facegate.cli.CommonOptions;
import io.facegate.cli.ExitCode;
import io.facegate.cli.FileProblem;
import io.facegate.cli.LedgerLocator;
import io.facegate.ledger.publish.PublicationTargets;
import io.facegate.usecase.ledger.LogPublishing;
import java.io.IOException;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code facegate ledger publish}: writes the log as tiles to a folder or a bucket. */
@Command(
        name = "publish",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Writes the log as tiles, entry bundles and a signed checkpoint (C2SP tlog-tiles) into a folder or an"
                    + " S3-compatible bucket. An earlier publication there is continued. A gateway does the same"
                    + " continuously with serve --publish.",
            "The bundles hold the records themselves. Publish only to a place that readers of the records may read."
        },
        exitCodeListHeading = "%nExit codes:%n",
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
public final class LedgerPublishCommand implements Callable<Integer> {
    @Option(names = "--to", required = true, paramLabel = "PLACE", description = "A folder, or s3://bucket/prefix.")
    private String to = "";

    @Option(names = "--endpoint", paramLabel = "URL", description = "The S3-compatible store. Default: Amazon's.")
    private @Nullable String endpoint;

    @Option(names = "--region", paramLabel = "REGION", description = "The store's region. Default: the AWS SDK's own.")
    private @Nullable String region;

    @Mixin
    private AuditedRead looking = new AuditedRead();

    @Mixin
    private CommonOptions settings = new CommonOptions();

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() {
        var ledger = LedgerLocator.requireLedger(spec, settings.ledger());
        var place = new PublicationTargets(to, endpoint, region);
        var problem = place.problem();
        if (problem != null) {
            throw new ParameterException(spec.commandLine(), problem);
        }
        return LedgerWork.runVerified(settings, "Not everything is published. ", () -> {
            try {
                print(LogPublishing.publish(ledger, place, looking.reader()));
                return ExitCode.DONE;
            } catch (LogPublishing.Refused other) {
                settings.printError(LedgerLocator.sanitize(String.valueOf(other.getMessage())));
                return ExitCode.LEDGER_DOES_NOT_VERIFY;
            } catch (IOException unwritable) {
                settings.printError("The log could not be published: " + FileProblem.sentence(unwritable));
                return ExitCode.FAULT;
            }
        });
    }

    private void print(LogPublishing.Published done) {
        settings.print(
                settings.json()
                        ? JsonLines.encode(Map.of("size", done.size(), "new", done.fresh()))
                        : "Published " + done.size() + " records, " + done.fresh() + " of them new.");
    }
}
