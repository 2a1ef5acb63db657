package io.facegate.cli.registry;

import io.facegate.cli.admin.AdminApiClient;
import io.facegate.cli.admin.AdminApiClient.Answer;
import io.facegate.registry.RegistryException;
import io.facegate.registry.RegistryException.Unacceptable;
import io.facegate.registry.RegistryException.Unusable;
import io.facegate.usecase.registry.MintedKeyFile;
import io.facegate.usecase.registry.RegistryPlan.Step;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Sends a file of organisations to a gateway, as often as its keys need: one request mints a part of them. Each request
 * has the whole file, so every part means what the file means. The secrets of a part are on disk before the next
 * request.
 */
final class RemoteRegistryApply {
    private static final String APPLY = AdminApiClient.path("registry", "apply");
    private static final String DRIFT = "drift";

    private final AdminApiClient gateway;
    private final byte[] file;
    private final MintedKeyFile secrets;
    private final Consumer<Step> told;
    private final List<Step> done = new ArrayList<>();
    private RegistryApplyOutput plan = new RegistryApplyOutput(List.of(), 0);

    /**
     * A file of which nothing is sent yet.
     *
     * @param secrets gets the secrets of minted keys
     * @param told gets each step once it is done, and drift last
     */
    RemoteRegistryApply(AdminApiClient gateway, byte[] file, MintedKeyFile secrets, Consumer<Step> told) {
        this.gateway = gateway;
        this.file = file;
        this.secrets = secrets;
        this.told = told;
    }

    /**
     * Plans the whole file, then applies that plan in parts.
     *
     * @return the last answer: a proposal if a change waits for a second person
     * @throws RegistryException if a part is refused or is not answered; says what was done before it
     */
    Answer send() throws IOException {
        var asked = plan();
        plan = RegistryApplyOutput.of(asked.body());
        secrets.require(plan.minted());
        if (plan.minted() > 0) {
            secrets.make();
        }
        var answer = sendPart(asked.tag());
        while (!answer.isProposal()
                && answer.body().path("waiting").path("keys").asInt() > 0) {
            answer = sendPart(planRest());
        }
        if (secrets() == 0 && plan.minted() > 0) {
            secrets.discard();
        }
        drift().forEach(told);
        return answer;
    }

    /** What was done, and what is in the registry and not in the file. */
    RegistryApplyOutput done() {
        var all = new ArrayList<>(done);
        all.addAll(drift());
        return new RegistryApplyOutput(all, plan.unchanged());
    }

    private List<Step> drift() {
        return plan.steps().stream().filter(step -> step.act().equals(DRIFT)).toList();
    }

    private static List<Step> changes(RegistryApplyOutput of) {
        return of.steps().stream().filter(step -> !step.act().equals(DRIFT)).toList();
    }

    private int secrets() {
        return new RegistryApplyOutput(done, 0).minted();
    }

    private Answer plan() {
        return gateway.sendFile(APPLY + "?plan=true", file, null);
    }

    /** The version of the plan of what is left, which is what the first plan leaves: nobody changed it meanwhile. */
    private @Nullable String planRest() {
        return explaining(() -> {
            var now = plan();
            var planned = changes(plan);
            if (done.size() > planned.size()) {
                throw new Unacceptable(
                        "The gateway made more than was planned. Look at what is there: facegate key list.");
            }
            var rest = planned.subList(done.size(), planned.size());
            if (!changes(RegistryApplyOutput.of(now.body())).equals(rest)) {
                throw new Unacceptable(
                        "Somebody changed the registry meanwhile, so what is left is not what was planned."
                                + " Look at it: facegate registry apply FILE --plan.");
            }
            return now.tag();
        });
    }

    private Answer sendPart(@Nullable String tag) throws IOException {
        Answer answer;
        try {
            answer = explaining(() -> gateway.sendFile(APPLY + "?part=true", file, tag));
        } catch (RegistryException refused) {
            if (secrets() == 0) {
                secrets.discard();
            }
            throw refused;
        }
        var keys = RegistryApplyOutput.objects(answer.body().path("minted"));
        if (!keys.isEmpty()) {
            explaining(() -> {
                secrets.keepAll(
                        keys,
                        "and the secrets of " + keys.size()
                                + " keys that were minted are lost. Revoke these keys (key list, key revoke), and run"
                                + " the command again");
                return keys;
            });
        }
        var steps = changes(RegistryApplyOutput.of(answer.body()));
        done.addAll(steps);
        steps.forEach(told);
        requireProgress(answer, steps);
        return answer;
    }

    private static void requireProgress(Answer answer, List<Step> steps) {
        if (steps.isEmpty() && !answer.isProposal() && answer.body().has("waiting")) {
            throw new Unusable("The gateway at " + answer.gateway() + " applied nothing, and says that keys wait.");
        }
    }

    /** Says of a failure after the first part what was done before it. */
    private <T> T explaining(Supplier<T> step) {
        try {
            return step.get();
        } catch (Unacceptable refused) {
            throw done.isEmpty() ? refused : new Unacceptable(explain(refused, ""));
        } catch (Unusable failed) {
            throw done.isEmpty()
                    ? failed
                    : new Unusable(
                            explain(
                                    failed,
                                    " If the gateway was asked, keys of this part may be valid whose secrets are in no"
                                            + " file: revoke these first (key list, key revoke)."),
                            failed);
        }
    }

    private String explain(RegistryException why, String more) {
        var all = changes(plan);
        int keys = plan.minted();
        int minted = secrets();
        return "Applied at " + gateway.gateway() + ", and on record: " + (done.size() - minted) + " of "
                + (all.size() - keys) + " organisations, " + minted + " of " + keys + " keys, whose secrets are in the"
                + " file for them. The rest waits: "
                + why.sentence().replace("Nothing was changed", "The rest was not changed") + more
                + " Then run the same command again, with a new file for --keys-to.";
    }
}
