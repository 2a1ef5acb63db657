package io.facegate.cli.lockdown;

import io.facegate.catalogue.TrailVendor;
import io.facegate.cli.AuditedRead;
import io.facegate.cli.ExitCode;
import io.facegate.cli.FacegateCommand;
import io.facegate.cli.LedgerLocator;
import io.facegate.ledger.address.LedgerAddress;
import io.facegate.policy.vocabulary.WordList;
import io.facegate.usecase.lockdown.LockdownCheck;
import io.facegate.usecase.lockdown.LockdownCheck.Question;
import io.facegate.usecase.lockdown.account.AccountExportException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code facegate lockdown check}: proves of exported files that nobody but the gateway may call a face operation. */
@Command(
        name = "check",
        sortOptions = false,
        description = {
            "Reads what a cloud account says of itself, and proves that no principal but the gateway's can call a face"
                    + " operation, or shows one that can, and how.",
            "It goes through every principal, operation and region, and through the ways in which a principal becomes"
                    + " another or changes its own rights. What a file does not settle counts as open. Nothing is asked"
                    + " of the vendor.",
            "Where the data folder has a ledger, the check and who made it are recorded."
        },
        exitCodeList = {
            "0:nobody but the gateway can call a face operation, as far as the files show",
            "1:a file is missing or cannot be understood, or the check cannot be recorded: nothing is proved",
            "2:usage",
            "6:somebody can go round the gateway"
        },
        footer = {
            "",
            "Examples:",
            "  facegate lockdown check --vendor aws --account ./account --gateway"
                    + " arn:aws:iam::123456789012:role/facegate/gateway",
            "  facegate lockdown check --vendor azure --account ./account --gateway"
                    + " 8a5d0f9e-0000-4000-8000-000000000001 --json"
        })
public final class LockdownCheckCommand extends FacegateCommand {
    @Option(
            names = "--vendor",
            required = true,
            paramLabel = "V",
            description = "Whose account it is: aws, azure, google.")
    private String vendor = "";

    @Option(
            names = "--account",
            required = true,
            paramLabel = "PATH",
            description = "The folder of exported JSON files. docs/lockdown.md lists them, with the commands that"
                    + " export them.")
    private Path account = Path.of("");

    @Option(
            names = "--gateway",
            paramLabel = "NAME",
            description = "A principal of the gateway: the ARN of a role or user, an object id, or a member such as"
                    + " serviceAccount:NAME. A * at the end stands for any end. Repeatable. Without it: for aws the"
                    + " roles and users under /facegate/, for google the service accounts named facegate, for azure the"
                    + " service principals named facegate or id-facegate.")
    private List<String> gateway = new ArrayList<>();

    @Option(
            names = "--region",
            paramLabel = "R",
            description = "A region of AWS to check besides those that are known to have Rekognition. Repeatable.")
    private List<String> regions = new ArrayList<>();

    @Mixin
    private AuditedRead looking = new AuditedRead();

    @Override
    protected ExitCode run() {
        var whose = TrailVendor.fromWord(vendor);
        if (whose == null) {
            var known = Stream.of(TrailVendor.values()).map(TrailVendor::word).toList();
            throw usageError(WordList.unknownMessage("vendor", vendor, known));
        }
        require(regions.isEmpty() || whose == TrailVendor.AWS, "--region is for --vendor aws.");
        require(
                gateway.stream().noneMatch(name -> name.isBlank() || name.equals("*")),
                "--gateway needs the name of a principal, not of everybody.");
        var ledger = ledger();
        try {
            var checked =
                    new LockdownCheck(ledger, looking.reader()).check(new Question(whose, account, gateway, regions));
            if (output().isJson()) {
                LockdownJson.write(checked, output()::printAsciiJson);
            } else {
                LockdownText.print(checked, output()::print);
            }
            return checked.isClosed() ? ExitCode.DONE : ExitCode.GOES_ROUND;
        } catch (AccountExportException unreadable) {
            return fail(
                    ExitCode.FAULT,
                    "Nothing is proved: " + LedgerLocator.sanitize(String.valueOf(unreadable.getMessage())));
        }
    }

    /** The ledger that records the check; none if no data folder was named and there is none. */
    private @Nullable LedgerAddress ledger() {
        var address = settings.ledger();
        if (address.mayExist()) {
            return address;
        }
        var words = spec.commandLine().getParseResult();
        return words.hasMatchedOption("--data") || words.hasMatchedOption("--ledger")
                ? LedgerLocator.requireLedger(spec, address)
                : null;
    }
}
