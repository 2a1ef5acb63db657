package io.facegate.cli.reconcile;

import io.facegate.catalogue.TrailVendor;
import io.facegate.cli.AuditedRead;
import io.facegate.cli.ExitCode;
import io.facegate.cli.FacegateCommand;
import io.facegate.cli.FileErrorFormatter;
import io.facegate.cli.LedgerLocator;
import io.facegate.cli.ListenAddressArgument;
import io.facegate.cli.UtcTime;
import io.facegate.policy.vocabulary.WordList;
import io.facegate.usecase.reconcile.ContinuousReconcile;
import io.facegate.usecase.reconcile.Period;
import io.facegate.usecase.reconcile.Reconcile;
import io.facegate.usecase.reconcile.Reconcile.Question;
import io.facegate.usecase.reconcile.Reconciliation;
import io.facegate.usecase.reconcile.TrailLocation;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import javax.xml.stream.XMLOutputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code facegate reconcile}: compares a vendor's own trail with the ledger. */
@Command(
        name = "reconcile",
        sortOptions = false,
        description = {
            "Compares a vendor's own trail with the ledger, and lists the face calls that went round the gateway.",
            "Each face call of the trail is looked for in the ledger: by the vendor's id of the request, by the"
                    + " decision that the gateway named to the vendor, or by operation, time and principal. What cannot"
                    + " be told is listed as undecided, never as covered.",
            "The comparison and who made it are recorded before a record is read, and what came out before it is"
                    + " shown. It works whether or not a gateway runs on the folder.",
            "With --every the command repeats the comparison until it is stopped, and serves metrics for alerts. If a"
                    + " run fails, it prints why, and the next run starts at its usual time."
        },
        exitCodeList = {
            "0:nothing goes round; with --every: it was stopped",
            "1:trail or ledger cannot be read, or a part of the trail; or the comparison cannot be recorded",
            "2:usage, or there is no ledger in the folder, or no permit for the account in it",
            "5:a record of the ledger does not verify",
            "6:a call goes round, was made by somebody else, or is undecided"
        },
        footer = {
            "",
            "Examples:",
            "  facegate reconcile --vendor aws --trail ./AWSLogs --principal"
                    + " arn:aws:iam::123456789012:role/facegate/gateway",
            "  facegate reconcile --vendor aws --trail ./AWSLogs --every 15m --metrics 127.0.0.1:9001",
            "  facegate reconcile --vendor aws --trail s3://trail-bucket/AWSLogs/123456789012/CloudTrail --region us-east-1",
            "  zcat audit.jsonl.gz | facegate reconcile --vendor google --trail - --format html > report.html"
        })
public final class ReconcileCommand extends FacegateCommand {
    @Option(
            names = "--vendor",
            required = true,
            paramLabel = "V",
            description = "Whose trail it is: aws, azure, google.")
    private String vendor = "";

    @Option(
            names = "--trail",
            required = true,
            paramLabel = "PATH",
            description =
                    "A file, a folder of files, or s3://bucket/prefix, of AWS CloudTrail, Azure Monitor's resource"
                            + " logs or Google Cloud's audit logs, as JSON, plain or gzip. - is standard input.")
    private String trail = "";

    @Option(names = "--endpoint", paramLabel = "URL", description = "The S3-compatible store. Default: Amazon's.")
    private @Nullable String endpoint;

    @Option(names = "--region", paramLabel = "REGION", description = "The store's region. Default: the AWS SDK's own.")
    private @Nullable String region;

    @Option(
            names = "--principal",
            paramLabel = "NAME",
            description = "The principal that only the gateway has, as the trail names it: the ARN of a user, role or"
                    + " session, an object id, a service account. A * at the end stands for any end. Repeatable. Without"
                    + " it, who made the covered calls is not checked.")
    private List<String> principals = new ArrayList<>();

    @Option(
            names = "--account",
            paramLabel = "NAME",
            description = "The account whose trail it is, by its name in the gateway's file of accounts. Permits for"
                    + " other accounts of the vendor then cover no call. Without it, which account a call was sent under"
                    + " is not checked.")
    private @Nullable String account;

    @Option(names = "--from", paramLabel = "TIME", description = "Only calls from this time on; a day is UTC's.")
    private @Nullable String from;

    @Option(
            names = "--until",
            paramLabel = "TIME",
            description = "Only calls up to this time; a day is included whole.")
    private @Nullable String until;

    @Option(
            names = "--format",
            paramLabel = "F",
            description = "text, json (as with --json), html or junit. Default: text.")
    private @Nullable String format;

    @Mixin
    private ReconcileLoopOptions continuous = new ReconcileLoopOptions();

    @Mixin
    private AuditedRead looking = new AuditedRead();

    @Override
    protected ExitCode run() throws SQLException {
        var whose = TrailVendor.fromWord(vendor);
        if (whose == null) {
            var known = Stream.of(TrailVendor.values()).map(TrailVendor::word).toList();
            throw usageError(WordList.unknownMessage("vendor", vendor, known));
        }
        var period = period();
        var chosen = format();
        var place = new TrailLocation(trail, endpoint, region);
        var problem = place.problem();
        require(problem == null, String.valueOf(problem));
        require(
                account == null || account.matches("[a-z0-9-]{1,24}"),
                "--account takes a name of the file of accounts: up to 24 of a to z, 0 to 9 and -.");
        var ledger = LedgerLocator.requireLedger(spec, settings.ledger());
        if (continuous.isAsked()) {
            var asked = new ContinuousReconcile.Trail(whose, place, principals, continuous.window(), account);
            return runOn(new Reconcile(ledger, looking.reader()), asked, period, chosen);
        }
        try {
            var question = new Question(whose, place, System.in, principals, period, account);
            var result = new Reconcile(ledger, looking.reader()).compare(question);
            print(result, chosen);
            return exitCode(result);
        } catch (IOException unreadable) {
            return fail(ExitCode.FAULT, "The trail cannot be read: " + FileErrorFormatter.sentence(unreadable));
        }
    }

    private ExitCode runOn(
            Reconcile reconcile, ContinuousReconcile.Trail asked, Period period, ReconciliationFormat chosen) {
        require(period.until() == null, "--until and --every exclude each other: with --every the command has no end.");
        require(
                !asked.location().isStandardInput(),
                "--every cannot read standard input. Name a folder or s3://bucket/prefix.");
        require(
                chosen == ReconciliationFormat.TEXT || chosen == ReconciliationFormat.JSON,
                "With --every, --format is text or json.");
        var every = continuous.every();
        var page = ListenAddressArgument.parse(spec, "--metrics", continuous.metrics());
        var meters = ReconcileMetrics.create(asked.vendor(), every);
        var shown = new ReconcileLoop.Output(result -> print(result, chosen), output()::printError);
        try (var metrics = MetricsServer.start(page, meters::page)) {
            output().printError("Metrics: port " + metrics.port() + ", /metrics. Runs: every " + every.toMinutes()
                    + " minutes.");
            new ReconcileLoop(new ContinuousReconcile(reconcile, asked, period.from()), every, meters, shown).run();
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            return ExitCode.DONE;
        } catch (IOException unusable) {
            return fail(
                    ExitCode.FAULT,
                    "--metrics is " + continuous.metrics() + ", and listening there failed: " + unusable.getMessage()
                            + '.');
        }
        return ExitCode.DONE;
    }

    private static ExitCode exitCode(Reconciliation result) {
        if (!result.findings().isNothingRound()) {
            return ExitCode.GOES_ROUND;
        }
        return result.isTrailRead() ? ExitCode.DONE : ExitCode.FAULT;
    }

    private ReconciliationFormat format() {
        var named = format == null ? null : ReconciliationFormat.fromWord(format);
        require(format == null || named != null, "--format is " + format + "; it must be text, json, html or junit.");
        require(
                !output().isJson() || named == null || named == ReconciliationFormat.JSON,
                "Say either --json or --format.");
        return output().isJson() ? ReconciliationFormat.JSON : named == null ? ReconciliationFormat.TEXT : named;
    }

    private void print(Reconciliation result, ReconciliationFormat chosen) {
        switch (chosen) {
            case TEXT -> ReconciliationText.print(result, output()::print);
            case JSON -> ReconciliationJson.write(result, output()::printAsciiJson);
            case HTML -> output().print(xml(out -> ReconciliationHtml.write(result, out)));
            case JUNIT -> output().print(xml(out -> ReconciliationJunit.write(result, out)));
        }
    }

    /** Content of an XML document. */
    @FunctionalInterface
    private interface XmlContent {
        void write(XMLStreamWriter out) throws XMLStreamException;
    }

    private static String xml(XmlContent content) {
        var bytes = new ByteArrayOutputStream();
        try {
            var out = XMLOutputFactory.newFactory().createXMLStreamWriter(bytes, "UTF-8");
            content.write(out);
            out.close();
        } catch (XMLStreamException error) {
            throw new IllegalStateException(error);
        }
        return bytes.toString(StandardCharsets.UTF_8);
    }

    private Period period() {
        var times = new UtcTime(spec);
        times.requireOrder(from, "--until", until);
        return new Period(times.start("--from", from), times.end("--until", until));
    }
}
