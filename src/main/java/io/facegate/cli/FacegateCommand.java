package io.facegate.cli;

import io.facegate.call.Fault;
import io.facegate.policy.language.PolicyErrors;
import io.facegate.registry.ProposalMade;
import io.facegate.registry.RegistryException;
import io.facegate.usecase.ledger.ActingPerson;
import io.facegate.usecase.ledger.ViewAudit;
import io.facegate.usecase.registry.RegistryAccess;
import java.sql.SQLException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** A command: the options of all commands, its output, and how a fault becomes a sentence and an exit code. */
@Command(mixinStandardHelpOptions = true, exitCodeListHeading = "%nExit codes:%n")
public abstract class FacegateCommand implements Callable<Integer> {
    @Mixin
    protected CommonOptions settings = new CommonOptions();

    @Spec
    protected CommandSpec spec = CommandSpec.create();

    @Override
    public final Integer call() throws Exception {
        try {
            return run().number();
        } catch (PolicyErrors errors) {
            return CompileErrorPrinter.print(errors, settings.policies(), output())
                    .number();
        } catch (ProposalMade proposed) {
            return ProposalPrinter.print(proposed, output()).number();
        } catch (RegistryException.Unacceptable wrong) {
            return fail(ExitCode.USAGE, wrong.sentence()).number();
        } catch (RegistryException.Unusable broken) {
            return fail(ExitCode.FAULT, broken.sentence()).number();
        } catch (ViewAudit.Unrecorded unable) {
            return fail(ExitCode.FAULT, AuditedRead.sentence(unable)).number();
        } catch (Fault.LedgerTampered tampered) {
            return fail(ExitCode.LEDGER_DOES_NOT_VERIFY, String.valueOf(tampered.getMessage()))
                    .number();
        } catch (Fault fault) {
            return fail(ExitCode.FAULT, String.valueOf(fault.getMessage())).number();
        } catch (SQLException unreadable) {
            return fail(ExitCode.FAULT, "The ledger cannot be read: " + unreadable.getMessage())
                    .number();
        }
    }

    /** Does the command's work. Faults of policies, registry and ledger may be left to the caller. */
    protected abstract ExitCode run() throws Exception;

    /**
     * The person, who must have the right to that act on the ledger where the registry has people, and must not act
     * past a login where gateways share it.
     */
    protected final ActingPerson requireAllowed(ActingPerson person, String act, BreakGlassOption glass) {
        var registry = new RegistryAccess(settings.registry(), settings.ledger(), person);
        glass.apply(registry, person).requireAllowed(act);
        return person;
    }

    /** Where results and messages go. */
    protected final CommandOutput output() {
        return settings.output();
    }

    /** Prints why the command failed, and returns its exit code. */
    protected final ExitCode fail(ExitCode code, String sentence) {
        output().printError(sentence);
        return code;
    }

    /** Says beside the results that the command did its work. */
    protected final ExitCode done(String sentence) {
        return fail(ExitCode.DONE, sentence);
    }

    /** An error in how the command was called. */
    protected final ParameterException usageError(String sentence) {
        return new ParameterException(spec.commandLine(), sentence);
    }

    /** The same, because of a cause. */
    protected final ParameterException usageError(String sentence, Throwable cause) {
        return new ParameterException(spec.commandLine(), sentence, cause);
    }

    /** A usage error unless the condition holds. */
    protected final void require(boolean holds, String otherwise) {
        if (!holds) {
            throw usageError(otherwise);
        }
    }
}
