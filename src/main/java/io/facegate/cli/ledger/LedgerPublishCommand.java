package io.facegate.cli.ledger;

import io.facegate.call.Fault;
import io.facegate.cli.AuditedRead;
import io.facegate.cli.CommandOutput;
import io.facegate.cli.CommonOptions;
import io.facegate.cli.ExitCode;
import io.facegate.cli.FileProblem;
import io.facegate.cli.LedgerLocator;
import io.facegate.ledger.Ledger;
import io.facegate.ledger.checkpoint.CheckpointSigner;
import io.facegate.ledger.checkpoint.LogKey;
import io.facegate.ledger.checkpoint.SignedCheckpoint;
import io.facegate.ledger.export.ExportResult;
import io.facegate.ledger.note.VerificationException;
import io.facegate.ledger.publish.ForkCheck;
import io.facegate.ledger.publish.LogPublication;
import io.facegate.ledger.publish.PublicationTargets;
import io.facegate.ledger.tiles.StoredLog;
import io.facegate.ledger.tiles.UpperTileCache;
import java.io.IOException;
import java.nio.file.Files;
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
        LedgerLocator.requireLedger(spec, settings.ledger());
        var place = new PublicationTargets(to, endpoint, region);
        var problem = place.problem();
        if (problem != null) {
            throw new ParameterException(spec.commandLine(), problem);
        }
        try {
            requireNoFork(place);
            Ledger.administrate(settings.ledger(), ExportResult.continuousExportAct("tiles", to, looking.reader()));
            return publish(place);
        } catch (VerificationException other) {
            settings.printError(LedgerLocator.sanitize("Nothing was published: " + other.reason() + '.'));
            return ExitCode.LEDGER_DOES_NOT_VERIFY.number();
        } catch (CheckpointSigner.Inconsistent other) {
            settings.printError(String.valueOf(other.getMessage()));
            return ExitCode.LEDGER_DOES_NOT_VERIFY.number();
        } catch (Fault.LedgerTampered tampered) {
            settings.printError("Not everything is published. " + tampered.getMessage());
            return ExitCode.LEDGER_DOES_NOT_VERIFY.number();
        } catch (Fault.LedgerDown unable) {
            settings.printError(String.valueOf(unable.getMessage()));
        } catch (IOException unwritable) {
            settings.printError("The log could not be published: " + FileProblem.sentence(unwritable));
        }
        return ExitCode.FAULT.number();
    }

    /** Fork check before anything is written or signed: otherwise the next record would begin a second history. */
    private void requireNoFork(PublicationTargets place) throws IOException, VerificationException {
        try (var shelf = place.open()) {
            var fork = ForkCheck.compareWithPublished(shelf, settings.ledger());
            if (fork != null) {
                throw new VerificationException(fork.replaceFirst("\\.$", ""));
            }
        }
    }

    private int publish(PublicationTargets place) throws IOException, VerificationException {
        var data = settings.data().toRealPath();
        var signed = signed();
        try (var shelf = place.open();
                var log = StoredLog.open(settings.ledger());
                var file = new UpperTileCache(data, log)) {
            var keys = Files.readString(data.resolve(LogKey.CHAIN));
            long fresh = new LogPublication(shelf, log, file).publish(signed.note(), new LogKey(data).chain(), keys);
            settings.output()
                    .print(
                            CommandOutput.fields("size", signed.checkpoint().size(), "new", fresh),
                            "Published " + signed.checkpoint().size() + " records, " + fresh + " of them new.");
        }
        return ExitCode.DONE.number();
    }

    /** The newest checkpoint of a running gateway; if none runs, signs the log's present state. */
    private SignedCheckpoint signed() throws IOException {
        var signer = CheckpointSigner.open(settings.ledger());
        if (signer.isPresent()) {
            try (var own = signer.get()) {
                return own.sign();
            }
        }
        var signed = SignedCheckpoint.readFrom(settings.data());
        if (signed == null) {
            throw new Fault.LedgerDown("The running gateway has not signed anything yet. Try again in a second.");
        }
        return signed;
    }
}
