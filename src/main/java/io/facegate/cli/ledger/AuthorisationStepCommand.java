package io.facegate.cli.ledger;

import io.facegate.call.Fault;
import io.facegate.cli.ActorOptions;
import io.facegate.cli.BreakGlassOption;
import io.facegate.cli.CommandOutput;
import io.facegate.cli.ExitCode;
import io.facegate.cli.FacegateCommand;
import io.facegate.cli.LedgerLocator;
import io.facegate.cli.admin.AdminApiClient;
import io.facegate.cli.admin.AdminLoginOptions;
import io.facegate.ledger.authorisation.AuthorisationAct;
import io.facegate.ledger.authorisation.AuthorisationFiling;
import io.facegate.usecase.ledger.ActingPerson;
import io.facegate.usecase.ledger.AuditedRecords;
import io.facegate.usecase.ledger.Authorisations;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/**
 * A step of a person about an authorisation, for one decision or for all of its use; by login where gateways share the
 * registry.
 */
@Command(
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {"0:done", "1:a fault", "2:usage, or it is not possible", "5:a record does not verify"})
abstract class AuthorisationStepCommand extends FacegateCommand {
    @Parameters(paramLabel = "ID", description = "The id of the decision.")
    private String id = "";

    @Option(
            names = "--same-use",
            description =
                    "Does the same for each decision of the same caller, made for the same organisations, with the"
                            + " same purpose and time limit, if it is possible there. Look at them first: cases that began"
                            + " at the same moment look alike.")
    private boolean sameUse;

    @Mixin
    private ActorOptions acting = new ActorOptions();

    @Mixin
    private BreakGlassOption glass = new BreakGlassOption();

    @Mixin
    private AdminLoginOptions admin = new AdminLoginOptions();

    abstract AuthorisationAct act();

    /** What the record commits to, in one line; null if it was not said. */
    @Nullable
    String words() {
        return reason();
    }

    /** The body of the request to the admin API; null if there is none. */
    @Nullable
    Map<String, ?> body() {
        return null;
    }

    final @Nullable String reason() {
        return acting.person().reason();
    }

    final boolean breaksGlass() {
        return glass.isUsed();
    }

    @Override
    protected final ExitCode run() {
        var words = words();
        var gateway = admin.gateway(acting, words, glass, settings);
        if (gateway != null) {
            return stepAt(gateway);
        }
        require(acting.isNamed(), "Missing required option: '--by=NAME', the person who does it.");
        require(words != null, "Missing required option: '--reason=TEXT'.");
        var person = acting.person();
        requireAllowed(person, act().act(), glass);
        var ledger = LedgerLocator.requireLedger(spec, settings.ledger());
        try (var records = AuditedRecords.open(ledger, settings.registry(), settings.policies())) {
            return step(new Authorisations(records, ledger), new ActingPerson(person.name(), words));
        }
    }

    private ExitCode stepAt(AdminApiClient gateway) {
        var path = AdminApiClient.path("authorisations", id, act().word()) + (sameUse ? "?same_use=true" : "");
        var answer = gateway.send("POST", path, body()).body();
        return tell(answer.path("state").asText(), answer.path("decisions").asInt(1), " at " + gateway.gateway());
    }

    private ExitCode step(Authorisations authorisations, ActingPerson person) {
        var found = authorisations.show(id, person.name()).orElse(null);
        if (found == null) {
            return fail(ExitCode.USAGE, AuthorisationCommand.NONE);
        }
        var objection = found.objection(act(), Instant.now());
        if (objection != null) {
            return fail(ExitCode.USAGE, objection);
        }
        int done = authorisations.step(found, act(), person, sameUse ? Integer.MAX_VALUE : 0);
        var after = authorisations.show(id, person.name()).orElse(found);
        return tell(after.at(Instant.now()).state().word(), done, "");
    }

    private ExitCode tell(String state, int decisions, String where) {
        output().print(
                        CommandOutput.fields("id", id, "step", act().word(), "state", state, "decisions", decisions),
                        "On record for " + decisions + (decisions == 1 ? " decision" : " decisions") + where + ": "
                                + act().word() + ". The authorisation is " + state + '.');
        return ExitCode.DONE;
    }

    @Command(
            name = "file",
            description = "Records that the authorisation was asked for. This must be on record before the time limit.",
            footer = {
                "",
                "Example:",
                "  facegate authorisation file 019ab8f2-6c1e-7d3a-9b57-1f0c2d4e6a81 --by r.doe \\",
                "      --reference '12 Gs 481/26' --authority 'Amtsgericht Mitte' \\",
                "      --requested 2026-11-25T10:00:00Z"
            })
    static final class File extends AuthorisationStepCommand {
        @Option(
                names = "--reference",
                required = true,
                paramLabel = "TEXT",
                description = "The reference under which the authority has it, at most 150 characters.")
        private String reference = "";

        @Option(
                names = "--authority",
                required = true,
                paramLabel = "NAME",
                description = "The judge or authority that was asked, at most 150 characters.")
        private String authority = "";

        @Option(
                names = "--requested",
                required = true,
                paramLabel = "TIME",
                description = "When it was asked, such as 2026-11-25T10:00:00Z.")
        private String requested = "";

        @Override
        AuthorisationAct act() {
            return AuthorisationAct.FILE;
        }

        @Override
        String words() {
            require(
                    reason() == null || breaksGlass(),
                    "file takes --reason only with --break-glass; otherwise its reference, authority and time are what is recorded.");
            return filing().text();
        }

        private AuthorisationFiling filing() {
            try {
                return new AuthorisationFiling(reference, authority, Instant.parse(requested));
            } catch (DateTimeException noMoment) {
                throw usageError("--requested takes a time such as 2026-11-25T10:00:00Z.");
            } catch (Fault.LedgerDown wrong) {
                throw usageError(String.valueOf(wrong.getMessage()));
            }
        }

        @Override
        Map<String, ?> body() {
            var filing = filing();
            return Map.of(
                    "reference",
                    filing.reference(),
                    "authority",
                    filing.authority(),
                    "requested",
                    filing.requested().toString());
        }
    }

    @Command(
            name = "grant",
            description = "Records that the authority granted it. It takes another person than the one who filed.",
            footer = {
                "",
                "Example:",
                "  facegate authorisation grant 019ab8f2-6c1e-7d3a-9b57-1f0c2d4e6a81 --by a.lee \\",
                "      --reason 'Order of 25 November.'"
            })
    static final class Grant extends AuthorisationStepCommand {
        @Override
        AuthorisationAct act() {
            return AuthorisationAct.GRANT;
        }
    }

    @Command(
            name = "reject",
            description =
                    "Records that the authority rejected it, also after it was granted. The duties of the rule are"
                            + " raised at once.",
            footer = {
                "",
                "Example:",
                "  facegate authorisation reject 019ab8f2-6c1e-7d3a-9b57-1f0c2d4e6a81 --by a.lee \\",
                "      --reason 'Rejected on 25 November.'"
            })
    static final class Reject extends AuthorisationStepCommand {
        @Override
        AuthorisationAct act() {
            return AuthorisationAct.REJECT;
        }
    }

    @Command(
            name = "request-lift",
            description =
                    "Asks to end the stop that this decision caused. Nothing changes until another person confirms it.",
            footer = {
                "",
                "Example:",
                "  facegate authorisation request-lift 019ab8f2-6c1e-7d3a-9b57-1f0c2d4e6a81 \\",
                "      --by a.lee --reason 'A new order covers the use.'"
            })
    static final class RequestLift extends AuthorisationStepCommand {
        @Override
        AuthorisationAct act() {
            return AuthorisationAct.REQUEST_LIFT;
        }
    }

    @Command(
            name = "confirm-lift",
            description = {
                "Ends the stop that this decision caused, after another person asked.",
                "The use goes on once no decision of it is stopped. To do all of them: --same-use."
            },
            footer = {
                "",
                "Example:",
                "  facegate authorisation confirm-lift 019ab8f2-6c1e-7d3a-9b57-1f0c2d4e6a81 \\",
                "      --by a.lee --reason 'Seen: order of 27 November.'"
            })
    static final class ConfirmLift extends AuthorisationStepCommand {
        @Override
        AuthorisationAct act() {
            return AuthorisationAct.CONFIRM_LIFT;
        }
    }

    @Command(
            name = "confirm-deletion",
            description = "Confirms that data, results and outputs of the call were deleted.",
            footer = {
                "",
                "Example:",
                "  facegate authorisation confirm-deletion 019ab8f2-6c1e-7d3a-9b57-1f0c2d4e6a81 \\",
                "      --by a.lee --reason 'Deleted at the vendor and in the case file.'"
            })
    static final class ConfirmDeletion extends AuthorisationStepCommand {
        @Override
        AuthorisationAct act() {
            return AuthorisationAct.CONFIRM_DELETION;
        }
    }
}
