package io.facegate.usecase.registry;

import io.facegate.call.Fault;
import io.facegate.identity.Organisation;
import io.facegate.registry.Expiry;
import io.facegate.registry.KeyEntry;
import io.facegate.registry.MintedKey;
import io.facegate.registry.ProposalMade;
import io.facegate.registry.RegistryException.Incomplete;
import io.facegate.registry.RegistryException.Unacceptable;
import io.facegate.registry.RegistryException.Unusable;
import io.facegate.registry.RegistryWriter;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Applies files of organisations to the registry, and writes them. */
public final class RegistryFiles {
    /** Rows that one transaction changes, with one record. */
    private static final int AT_ONCE = 2_000;

    /** The largest file. */
    public static final int LARGEST = OrganisationsFile.LARGEST;

    private final RegistryAccess registry;
    private final int atOnce;

    public RegistryFiles(RegistryAccess registry) {
        this(registry, AT_ONCE);
    }

    RegistryFiles(RegistryAccess registry, int atOnce) {
        this.registry = registry;
        this.atOnce = atOnce;
    }

    /**
     * What applying a file would change. A new folder gets an empty registry.
     *
     * @throws Unacceptable with every mistake of the file and its line
     */
    public RegistryPlan plan(Path file) {
        var content = OrganisationsFile.read(file);
        return registry.openOrCreate(registrar -> plan(registrar, content));
    }

    /** As above, of a file that somebody sent. */
    public RegistryPlan plan(byte[] file) {
        var content = OrganisationsFile.readSent(file);
        return registry.openOrCreate(registrar -> {
            var plan = plan(registrar, content);
            requireOwnVerifications(plan);
            return plan;
        });
    }

    /** Who sends a file verifies in the own name only. */
    private void requireOwnVerifications(RegistryPlan plan) {
        var person = registry.person().name();
        for (var change : plan.organisations()) {
            var before = change.before() == null ? null : change.before().verification();
            var after = change.after().verification();
            if (after != null && !after.equals(before) && !after.by().equals(person)) {
                throw new Unacceptable("The organisation " + change.after().id() + " has another verification than is"
                        + " registered, by " + after.by()
                        + ". Whoever sends a file verifies in the own name: write by: "
                        + person + ", or leave the verification as it is registered. Nothing was changed.");
            }
        }
    }

    private static RegistryPlan plan(RegistryWriter registrar, OrganisationsFile.Content content) {
        requireSound(registrar);
        var planner =
                new RegistryPlanner(content.reading(), registrar.organisations(), registrar.keys(), Instant.now());
        var plan = planner.plan(content.organisations());
        content.requireNoMistakes();
        return plan;
    }

    /** Nothing is planned on, nor exported from, rows that somebody changed. */
    private static void requireSound(RegistryWriter registrar) {
        if (registrar.organisations().isEmpty()) {
            // A registry that was just made has no rows. If somebody deleted them, the change finds it.
            return;
        }
        var verified = registrar.verify();
        if (!verified.isIntact()) {
            throw new Unusable("The registry does not verify, so nothing is compared with it. See: facegate registry"
                    + " verify.");
        }
    }

    /**
     * Applies a file: organisations first, then keys, in parts of which each is on record before it is committed. If a
     * part fails, those before it stay, and the same command goes on with the rest.
     *
     * @param keysTo a file that is not there yet, which gets the secrets of minted keys; null if none are to be minted
     * @throws Unacceptable if a part cannot be applied; says what was applied before it
     */
    public PlanProgress apply(Path file, @Nullable Path keysTo) {
        return apply(OrganisationsFile.read(file), new MintedKeyFile(keysTo), _ -> {});
    }

    /**
     * What was applied of a file that somebody sent.
     *
     * @param keys those that were minted, with their secrets
     */
    public record Sent(PlanProgress progress, List<MintedKey> keys) {
        public Sent {
            keys = List.copyOf(keys);
        }
    }

    /**
     * Applies a file that somebody sent. Its keys are minted in one transaction, all of them or none.
     *
     * @param base takes the plan, and throws if it is not the one that the change is based on
     */
    public Sent apply(byte[] file, Consumer<RegistryPlan> base) {
        return apply(file, base, Integer.MAX_VALUE);
    }

    /**
     * As above, but if the file names more keys than one transaction mints, only the first of them are minted, and the
     * rest waits for the same file to be sent again.
     */
    public Sent applyPart(byte[] file, Consumer<RegistryPlan> base) {
        return apply(file, base, atOnce);
    }

    private Sent apply(byte[] file, Consumer<RegistryPlan> base, int mostKeys) {
        var keys = MintedKeyReceiver.InMemory.ofAtMost(atOnce);
        var content = OrganisationsFile.readSent(file);
        var progress = apply(content, base, plan -> {
            requireOwnVerifications(plan);
            return new PlanRun(plan, keys, atOnce, mostKeys);
        });
        return new Sent(progress, progress.done().keys().isEmpty() ? List.of() : keys.keys());
    }

    PlanProgress apply(OrganisationsFile.Content content, MintedKeyReceiver receiver, Consumer<RegistryPlan> base) {
        return apply(content, base, plan -> new PlanRun(plan, receiver, atOnce, Integer.MAX_VALUE));
    }

    private PlanProgress apply(
            OrganisationsFile.Content content, Consumer<RegistryPlan> base, Function<RegistryPlan, PlanRun> runs) {
        var begun = new AtomicReference<@Nullable PlanRun>();
        try {
            registry.openOrCreate(registrar -> {
                var plan = plan(registrar, content);
                base.accept(plan);
                var application = runs.apply(plan);
                begun.set(application);
                application.run(registrar);
                return application;
            });
            return requireBegun(begun).applied(null);
        } catch (ProposalMade made) {
            return requireBegun(begun).applied(made);
        } catch (Unacceptable wrong) {
            var application = begun.get();
            throw application == null ? wrong : application.explain(wrong);
        } catch (Incomplete made) {
            var application = begun.get();
            throw application == null ? made : application.explain(made);
        } catch (Unusable broken) {
            var application = begun.get();
            throw application == null ? broken : application.explain(broken);
        } catch (Fault.LedgerDown unrecorded) {
            var application = begun.get();
            throw application == null ? unrecorded : application.explain(unrecorded);
        }
    }

    private static PlanRun requireBegun(AtomicReference<@Nullable PlanRun> begun) {
        return Objects.requireNonNull(begun.get());
    }

    /** What ends between two instants, the next first. */
    public List<Expiry> expiring(Instant now, Instant until) {
        return registry.open(registrar -> registrar.expiring(now, until));
    }

    /** The file of what is registered, without secrets. Applying it changes nothing. */
    public String export() {
        return registry.open(registrar -> {
            requireSound(registrar);
            return export(registrar.organisations(), registrar.keys(), Instant.now());
        });
    }

    static String export(List<Organisation> organisations, List<KeyEntry> keys, Instant now) {
        var byOrganisation =
                keys.stream().collect(Collectors.groupingBy(key -> key.request().organisation()));
        var all = new ArrayList<Map<String, Object>>();
        for (var one : organisations) {
            var fields = OrganisationFields.of(one);
            var named = RegistryPlanner.named(byOrganisation.get(one.id()), now);
            if (!named.isEmpty()) {
                fields.put("keys", named.stream().map(OrganisationFields::of).toList());
            }
            all.add(fields);
        }
        return OrganisationsYaml.write(all);
    }
}
