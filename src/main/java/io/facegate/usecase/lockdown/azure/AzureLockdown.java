package io.facegate.usecase.lockdown.azure;

import io.facegate.catalogue.VendorApi;
import io.facegate.usecase.lockdown.account.AccountExport;
import io.facegate.usecase.lockdown.account.AccountExportException;
import io.facegate.usecase.lockdown.account.GatewayNames;
import io.facegate.usecase.lockdown.account.Hole;
import io.facegate.usecase.lockdown.account.Hole.Opening;
import io.facegate.usecase.lockdown.account.LockdownReport;
import io.facegate.usecase.lockdown.account.WildcardSet;
import io.facegate.usecase.lockdown.azure.AzureRights.Granted;
import io.facegate.usecase.lockdown.azure.AzureSubscription.Assignment;
import io.facegate.usecase.lockdown.azure.AzureSubscription.FaceAccount;
import io.facegate.usecase.lockdown.azure.AzureSubscription.Holder;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Checks a subscription of Azure: may anybody but the gateway call a face operation, or make it possible? */
public final class AzureLockdown {
    static final String PROVIDER = "microsoft.cognitiveservices/accounts/";
    static final List<String> KEYS = List.of(PROVIDER + "listkeys/action", PROVIDER + "regeneratekey/action");

    /** The data actions of the catalogue's APIs. */
    static final WildcardSet DATA = WildcardSet.of(PROVIDER + "face/?*", PROVIDER + "computervision/?*");

    /** Those that people know first, then any. */
    private static final List<WildcardSet> EXAMPLES = List.of(
            WildcardSet.only(PROVIDER + "face/identify/action"),
            WildcardSet.only(PROVIDER + "face/detect/action"),
            WildcardSet.only(PROVIDER + "face/persongroups/read"),
            DATA);

    private final AzureSubscription subscription;
    private final AzureRights rights;
    private final AzureDelegations delegations;
    private final AzureAccountWrites writes;
    private final ManagedIdentityAccess identities;
    private final Set<String> gateway = new TreeSet<>();
    private final LockdownReport report = new LockdownReport();

    private AzureLockdown(AzureSubscription subscription, GatewayNames names) {
        this.subscription = subscription;
        var known = new HashSet<Holder>();
        subscription
                .assignments()
                .values()
                .forEach(list -> known.add(list.getFirst().holder()));
        var own = known.stream().filter(holder -> names.hasAnyCase(holder.id())).toList();
        own.forEach(holder -> gateway.add(holder.id()));
        names.names().forEach(name -> gateway.add(AzureScopeHierarchy.lower(name)));
        this.rights = new AzureRights(subscription, gateway);
        this.delegations = new AzureDelegations(subscription, rights);
        this.writes = new AzureAccountWrites(subscription, rights, delegations);
        this.identities = new ManagedIdentityAccess(subscription, rights, delegations, own);
    }

    /**
     * Checks a subscription.
     *
     * @param gateway the object ids of the gateway's principals; if empty, the service principals named facegate
     */
    public static LockdownReport check(AccountExport folder, List<String> gateway) throws AccountExportException {
        var subscription = AzureSubscription.read(folder);
        var names = gateway.isEmpty() ? usual(subscription) : gateway;
        return new AzureLockdown(subscription, new GatewayNames(names)).check(names);
    }

    private static List<String> usual(AzureSubscription subscription) {
        return subscription.assignments().values().stream()
                .map(list -> list.getFirst().holder())
                .filter(holder -> holder.type().equalsIgnoreCase("ServicePrincipal")
                        && holder.name().matches("(?i)(id-)?facegate"))
                .map(Holder::id)
                .toList();
    }

    private LockdownReport check(List<String> names) {
        subscription.assignments().forEach((id, assignments) -> {
            var hole = gateway.contains(id) ? null : find(assignments);
            if (hole != null) {
                report.add(hole);
            }
        });
        tell(names);
        return report;
    }

    private @Nullable Hole find(List<Assignment> assignments) {
        for (var account : subscription.accounts()) {
            var hole = direct(assignments, account);
            if (hole == null) {
                hole = throughKeys(assignments, account);
            }
            if (hole == null) {
                hole = throughAssignment(assignments, account);
            }
            if (hole != null) {
                return hole;
            }
        }
        var hole = writes.find(assignments);
        return hole == null ? identities.find(assignments) : hole;
    }

    static Hole hole(Granted granted, String operation, List<String> path, String remedy) {
        var holder = granted.assignment().holder();
        var opening =
                new Opening(AzureSubscription.ASSIGNMENTS, granted.assignment().label());
        var steps = new ArrayList<>(path);
        steps.addFirst((holder.name().isEmpty() ? holder.id() : holder.name()) + " has "
                + granted.assignment().label() + ", which grants " + granted.action() + '.');
        return new Hole(holder.id(), operation, null, steps, opening, remedy);
    }

    /** A data action on an account. */
    @Nullable
    Hole direct(List<Assignment> assignments, FaceAccount account) {
        Granted granted = null;
        for (var example : EXAMPLES) {
            granted = granted == null ? rights.find(assignments, example, true, account.id()) : granted;
        }
        return granted == null
                ? null
                : hole(
                        granted,
                        granted.action(),
                        List.of("It calls " + account.id() + " with a token of its own."),
                        "Remove the assignment, or deny the action to all but the gateway by a deny assignment.");
    }

    private @Nullable Hole throughKeys(List<Assignment> assignments, FaceAccount account) {
        for (var action : KEYS) {
            var granted = account.hasKeys() ? rights.find(assignments, action, account.id()) : null;
            if (granted != null) {
                var path = List.of("The keys of " + account.id() + " open it to whoever has one, because"
                        + " disableLocalAuth is not true"
                        + (account.isPublic() ? ", and its network is public." : "."));
                return hole(granted, action, path, "Set disableLocalAuth on the account, and use a token.");
            }
        }
        return null;
    }

    private @Nullable Hole throughAssignment(List<Assignment> assignments, FaceAccount account) {
        var given = delegations.find(
                assignments, account.id(), role -> leads(assignments, role, account), WellKnownRoles.LEADING);
        return given == null
                ? null
                : hole(given.granted(), given.granted().action(), List.of(given.step()), AzureDelegations.REMEDY);
    }

    /** True if the role leads to face operations on an account. */
    private boolean leads(List<Assignment> assignments, AzureRole role, FaceAccount account) {
        return role.grantsAny(AzureDelegations.ASSIGNING)
                || role.grants(DATA, true, List.of()) != null
                || (role.grantsAny(KEYS) && (account.hasKeys() || writes.mayOpen(assignments, role, account)));
    }

    private void tell(List<String> names) {
        int operations = VendorApi.AZURE_FACE.catalogue().operations().size()
                + VendorApi.AZURE_VISION.catalogue().operations().size();
        report.addSeen("Azure: " + subscription.assignments().size() + " principals with role assignments, "
                + subscription.accounts().size() + " accounts with face operations, "
                + subscription.denies().size() + " deny assignments, "
                + subscription.policies().size()
                + " assigned policies.");
        report.addSeen(operations + " operations of Face and Vision, as data actions and by keys.");
        report.addSeen("Principals of the gateway: " + (names.isEmpty() ? "none" : String.join(", ", names)) + '.');
        report.addUnseen("Who is in a group: a group counts as one principal, and what two groups grant together to"
                + " somebody in both is not added up.");
        report.addUnseen("Who may give credentials to the gateway's service principal in Microsoft Entra, or is a"
                + " global administrator there, who can grant himself any role.");
        report.addUnseen("What several roles together grant that a condition lets somebody assign.");
        report.addUnseen("Roles that are eligible and not active (Privileged Identity Management), other subscriptions,"
                + " and keys that somebody read earlier: rotate them.");
        report.addUnseen("Who gets onto the machines that run the gateway, their images and code; actions that run code"
                + " with a managed identity and that the check does not list: its list is of Facegate's own making.");
        subscription.accounts().stream()
                .filter(FaceAccount::hasKeys)
                .forEach(account -> report.addUnseen(
                        "Who has a key of " + account.id() + ": keys open it, and a key has no name."));
        report.addUnseen("What " + AzureSubscription.DENIES + ", " + AzureSubscription.POLICIES + ", "
                + AzureSubscription.SUBSCRIPTION + " and " + AzureSubscription.IDENTITIES
                + " would tell, where they are not"
                + " there: then no deny assignment and no policy is counted, each management group is taken to be above"
                + " the subscription, and the gateway's identity to be anywhere.");
    }
}
