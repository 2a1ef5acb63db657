package io.facegate.app.server;

import io.facegate.app.limits.LimitsOptions;
import io.facegate.app.limits.LimitsSettings;
import io.facegate.app.notice.NoticeReceiversFile;
import io.facegate.app.policies.PolicyBundleOptions;
import io.facegate.app.policies.PolicyBundleSettings;
import io.facegate.app.registration.ProviderOpener;
import io.facegate.app.registration.VendorRegistration;
import io.facegate.app.sinks.SinkSettings;
import io.facegate.app.sinks.SinksFile;
import io.facegate.app.tokens.IssuersFile;
import io.facegate.app.vendors.RegisteredVendors;
import io.facegate.cli.EnvironmentVariables;
import io.facegate.cli.FileArgument;
import io.facegate.cli.HelpHeading;
import io.facegate.ledger.address.LedgerAddress;
import io.facegate.policy.pdp.DecisionPointSettings;
import io.facegate.registry.RegistryAddress;
import io.facegate.vendor.client.VendorLimits;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Options that configure a gateway. Each has an environment variable of the same name. */
@EnvironmentVariables
@HelpHeading("The gateway")
public final class GatewayOptions {
    /**
     * Heap divided by the body budget: a body is held as received, decoded and encoded again, up to six times its size.
     */
    private static final int SHARE_OF_HEAP = 6;

    private static final int MOST_REVIEW_DAYS = 90;

    private static final int MOST_STALE_SECONDS = 300;

    @Option(
            names = "--provider",
            defaultValue = "local",
            paramLabel = "NAMES",
            description = "The providers that answer permitted calls, separated by commas. ${bundle:vendors.words}"
                    + " answer the API of that vendor; local (the embedded engine) answers every"
                    + " other API. A call to the neutral API goes to the provider that keeps its gallery,"
                    + " face or session, otherwise to the first that can answer. Default: local.")
    private String provider = "local";

    @Option(
            names = "--routes",
            paramLabel = "FILE",
            converter = FileArgument.class,
            description = "The file of routes: which provider answers which calls, and which one takes over if it"
                    + " cannot. Default: none.")
    private @Nullable Path routes;

    @Option(
            names = "--accounts",
            paramLabel = "FILE",
            converter = FileArgument.class,
            description = "The file of accounts: several accounts of a vendor, which --routes names as"
                    + " PROVIDER/ACCOUNT. Default: none; each vendor has the account of its options.")
    private @Nullable Path accounts;

    @Option(
            names = "--issuers",
            paramLabel = "FILE",
            converter = FileArgument.class,
            description = "The file of token issuers, with the organisations each may vouch for. Default:"
                    + " issuers.yaml in the data folder; without a file, no bearer token is accepted.")
    private @Nullable Path issuers;

    @Option(
            names = "--ledger-deadline",
            defaultValue = "250",
            paramLabel = "MS",
            description =
                    "How long a decision may take to become durable before the call is answered 503. Default: 250.")
    private int ledgerDeadline;

    @Option(
            names = "--registry-stale-after",
            defaultValue = "5",
            paramLabel = "SECONDS",
            description = "How many seconds the registry may be unreadable before every caller is refused, because a"
                    + " key may have been revoked meanwhile. Default: 5.")
    private int registryStaleAfter;

    @Option(
            names = "--in-flight-mib",
            defaultValue = "0",
            paramLabel = "MIB",
            description =
                    "How many MiB of request bodies and fetched pictures are held at once. A call that does not fit"
                            + " waits, and is then throttled. Default: a sixth of the heap.")
    private int inFlightMib;

    @Option(
            names = "--review-days",
            defaultValue = "7",
            paramLabel = "DAYS",
            description = "How many days an answer waits for its reviewers before it is wiped. Default: 7.")
    private int reviewDays;

    @Option(
            names = "--provider-timeout",
            defaultValue = "10000",
            paramLabel = "MS",
            description = "How long one forwarded call may take, retries included. Default: 10000.")
    private int providerTimeout;

    @Option(
            names = "--circuit-open",
            defaultValue = "5000",
            paramLabel = "MS",
            description = "How many milliseconds no call is sent to a vendor after half of the last 20 calls to it"
                    + " failed. Default: 5000.")
    private int circuitOpen;

    @Option(
            names = "--prove",
            negatable = true,
            defaultValue = "true",
            fallbackValue = "true",
            description = "Accept only policies that are proved to keep their invariants.yaml, at the start and"
                    + " whenever they change. --no-prove accepts any that compile. Default: --prove.")
    private boolean prove = true;

    @Option(
            names = "--allow-removal",
            split = ",",
            paramLabel = "PACK",
            description =
                    "A pack that may be missing from the policies although the last set on record has it; invariants"
                            + " stands for invariants.yaml. Repeat it, or separate several with commas. Default:"
                            + " none.")
    private List<String> allowedRemovals = List.of();

    @Mixin
    private RegisteredVendors vendors = new RegisteredVendors();

    @Mixin
    private PolicyBundleOptions bundle = new PolicyBundleOptions();

    @Mixin
    private LimitsOptions limits = new LimitsOptions();

    @Mixin
    private DecisionPointOptions point = new DecisionPointOptions();

    @Mixin
    private KafkaOptions stream = new KafkaOptions();

    @Mixin
    private LogOptions log = new LogOptions();

    @Option(
            names = "--reports",
            paramLabel = "DIR",
            description = "A folder into which each month's transparency report is written once the month is over, as"
                    + " PDF and JSON. Default: none.")
    private @Nullable Path reports;

    @Option(
            names = "--notify",
            paramLabel = "FILE",
            converter = FileArgument.class,
            description =
                    "A YAML file that names the webhooks and mail addresses to which raised duties and reminders are"
                            + " sent. Default: none.")
    private @Nullable Path notices;

    @Option(
            names = "--sinks",
            paramLabel = "FILE",
            converter = FileArgument.class,
            description = "A YAML file that names where every record is sent on to once it is durable: Kafka topics,"
                    + " signed webhooks, OpenTelemetry collectors and S3 buckets. No call waits for them. Default:"
                    + " none.")
    private @Nullable Path sinks;

    /** Returns the list of providers as it was given. */
    public String provider() {
        return provider;
    }

    /** Returns true if the policies come from signed bundles, not from a folder. */
    boolean takesBundles() {
        return bundle.areGiven();
    }

    /** Returns true if the log is to have a name of the operator's. */
    public boolean namesLog() {
        return log.settings().origin() != null;
    }

    /** Returns the vendor if the list of providers is one vendor's word. */
    public Optional<VendorRegistration> onlyVendor() {
        return vendors.find(provider);
    }

    /**
     * Why these options are invalid, or null.
     *
     * @param data the data folder, the default place of the issuers file
     */
    @Nullable
    public String problem(Path data) {
        var answering = selection();
        var unfit = answering.problem();
        if (unfit != null) {
            return unfit;
        }
        unfit = numbers();
        return unfit != null
                ? unfit
                : Stream.of(
                                problemOfVendors(answering),
                                bundle.problem(),
                                point.problem(),
                                stream.problem(),
                                log.problem(),
                                IssuersFile.problem(issuers, data),
                                limits.problem(data),
                                NoticeReceiversFile.problem(notices),
                                SinksFile.problem(sinks),
                                problemOfReports())
                        .filter(Objects::nonNull)
                        .findFirst()
                        .orElse(null);
    }

    private @Nullable String problemOfReports() {
        return reports == null || (Files.isDirectory(reports) && Files.isWritable(reports))
                ? null
                : "--reports: " + reports + " is no folder that the gateway may write to.";
    }

    private @Nullable String numbers() {
        for (var named : Map.of(
                        "--ledger-deadline",
                        ledgerDeadline,
                        "--provider-timeout",
                        providerTimeout,
                        "--circuit-open",
                        circuitOpen)
                .entrySet()) {
            if (named.getValue() < 1) {
                return named.getKey() + " is " + named.getValue() + "; it must be at least 1, in milliseconds.";
            }
        }
        long most = Runtime.getRuntime().maxMemory() >> 20;
        if (inFlightMib < 0 || inFlightMib > most) {
            return "--in-flight-mib is " + inFlightMib + "; it must be from 1 to " + most
                    + ", the MiB of this process's heap, and should be a small part of it.";
        }
        if (registryStaleAfter < 1 || registryStaleAfter > MOST_STALE_SECONDS) {
            return "--registry-stale-after is " + registryStaleAfter + "; it must be a number of seconds from 1 to "
                    + MOST_STALE_SECONDS + '.';
        }
        return reviewDays < 1 || reviewDays > MOST_REVIEW_DAYS
                ? "--review-days is " + reviewDays + "; it must be from 1 to " + MOST_REVIEW_DAYS + '.'
                : null;
    }

    private @Nullable String problemOfVendors(ProviderSelection answering) {
        return new VendorAccounts(accounts).problem(answering.selected(vendors).toList(), answering.names());
    }

    private ProviderSelection selection() {
        return ProviderSelection.parse(provider, routes).withAccounts(accounts);
    }

    private VendorLimits vendorLimits() {
        return VendorLimits.defaults()
                .withTotal(Duration.ofMillis(providerTimeout))
                .withOpenTime(Duration.ofMillis(circuitOpen));
    }

    /** The settings of a gateway with that ledger, that registry and those policies. */
    public GatewaySettings setup(LedgerAddress ledger, RegistryAddress registry, Path policies) {
        return setup(
                new Stores(ledger, registry),
                policies,
                answerers(),
                new Callers(issuers, limits.settings()),
                new Outside(bundle.settings(), point.settings(), allSinks(), log.settings(), reports, notices));
    }

    /** The settings of a gateway with that ledger, the registry of its folder and those policies. */
    public GatewaySettings setup(LedgerAddress ledger, Path policies) {
        return setup(ledger, RegistryAddress.ofFolder(ledger.data()), policies);
    }

    /**
     * The settings of a gateway for a check of vendors: it tells nobody else, asks nobody else and believes no tokens.
     *
     * @param account the only account that is called, which is one of the file of accounts; or null
     */
    public GatewaySettings settingsOfVendors(LedgerAddress ledger, Path policies, @Nullable String account) {
        var stores = new Stores(ledger, RegistryAddress.ofFolder(ledger.data()));
        return setup(
                stores,
                policies,
                account == null ? answerers() : answerers(account),
                new Callers(null, LimitsSettings.NONE),
                new Outside(null, null, List.of(), LogSettings.USUAL, null, null));
    }

    private List<SinkSettings> allSinks() {
        return Stream.concat(stream.sink().stream(), SinksFile.read(sinks).stream())
                .toList();
    }

    /** Where a gateway takes policies from, whom it asks about decisions, and whom it tells of them. */
    private record Outside(
            @Nullable PolicyBundleSettings bundle,
            @Nullable DecisionPointSettings point,
            List<SinkSettings> sinks,
            LogSettings log,
            @Nullable Path reports,
            @Nullable Path notices) {}

    /** Which tokens a gateway believes, and how it counts calls. */
    private record Callers(@Nullable Path issuers, LimitsSettings limits) {}

    /** Where a gateway's ledger and registry are. */
    private record Stores(LedgerAddress ledger, RegistryAddress registry) {}

    /** Who answers permitted calls, and how the vendors among them are opened. */
    private record Answerers(ProviderSelection selection, Map<String, ProviderOpener> vendors) {}

    private Answerers answerers() {
        var selection = selection();
        return new Answerers(
                selection,
                selection
                        .selected(vendors)
                        .collect(Collectors.toMap(VendorRegistration::word, new VendorAccounts(accounts)::opener)));
    }

    private Answerers answerers(String account) {
        var vendor = onlyVendor().orElseThrow();
        return new Answerers(
                ProviderSelection.parse(provider, null),
                Map.of(vendor.word(), new VendorAccounts(accounts).opener(vendor, account)));
    }

    /** Why the only vendor has no such account, or it cannot be used; or null. */
    public @Nullable String problemOfAccount(String account) {
        try {
            answerers(account);
            return null;
        } catch (IllegalArgumentException unfit) {
            return unfit.getMessage();
        }
    }

    private GatewaySettings setup(Stores stores, Path policies, Answerers answerers, Callers callers, Outside outside) {
        long inFlight = inFlightMib == 0 ? Runtime.getRuntime().maxMemory() / SHARE_OF_HEAP : (long) inFlightMib << 20;
        return new GatewaySettings(
                stores.ledger,
                stores.registry,
                Duration.ofSeconds(registryStaleAfter),
                policies,
                outside.bundle(),
                answerers.selection,
                callers.issuers,
                inFlight,
                Duration.ofMillis(ledgerDeadline),
                Duration.ofDays(reviewDays),
                vendorLimits(),
                answerers.vendors,
                outside.point(),
                outside.sinks(),
                outside.log(),
                prove,
                Set.copyOf(allowedRemovals),
                callers.limits,
                outside.reports(),
                outside.notices(),
                false);
    }
}
