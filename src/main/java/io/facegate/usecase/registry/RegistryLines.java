package io.facegate.usecase.registry;

import io.facegate.identity.KeyLimits;
import io.facegate.identity.Organisation;
import io.facegate.identity.OrganisationVerification;
import io.facegate.identity.PurposeTerms;
import io.facegate.identity.RegisteredResource;
import io.facegate.policy.vocabulary.AttestableFacts;
import io.facegate.registry.EvidenceEntry;
import io.facegate.registry.ExemptionEntry;
import io.facegate.registry.HeldResponse;
import io.facegate.registry.KeyEntry;
import io.facegate.registry.KeyRequest;
import io.facegate.registry.MintedKey;
import io.facegate.registry.Person;
import io.facegate.registry.PolicyActivation;
import io.facegate.registry.Proposal;
import io.facegate.registry.RegisteredQuotas;
import io.facegate.registry.Reviewer;
import io.facegate.registry.Role;
import io.facegate.registry.StopEntry;
import io.facegate.usecase.ledger.KeyLastUsed;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** The fields of registry entries, as commands print them and the admin API sends them. */
public final class RegistryLines {
    private RegistryLines() {}

    public static Map<String, @Nullable Object> toFields(Organisation one) {
        var line = new LinkedHashMap<String, @Nullable Object>();
        line.put("id", one.id());
        line.put("name", one.name());
        line.put("type", one.type());
        line.put("jurisdictions", one.jurisdictions());
        line.put("purposes", new TreeSet<>(one.purposes()));
        line.put("facts", new TreeMap<>(one.facts()));
        line.put("suspended", one.suspended());
        line.put("awsRole", one.upstreamRole());
        line.put(
                "resources",
                one.resources().stream()
                        .map(RegisteredResource::format)
                        .sorted()
                        .toList());
        line.put("state", one.state().code());
        line.put("verification", one.verification() == null ? null : toFields(one.verification()));
        line.put("purposeTerms", terms(one));
        line.put("parent", one.relations().parent());
        line.put("actsFor", new TreeSet<>(one.relations().actsFor()));
        line.put("contact", one.relations().contact());
        return line;
    }

    private static Map<String, @Nullable Object> toFields(OrganisationVerification how) {
        var line = new LinkedHashMap<String, @Nullable Object>();
        line.put("kind", how.kind());
        line.put("reference", how.reference());
        line.put("by", how.by());
        line.put("on", how.on().toString());
        line.put("until", text(how.until()));
        return line;
    }

    /** The purposes that have evidence, a basis or dates. */
    private static Map<String, Object> terms(Organisation one) {
        var all = new TreeMap<String, Object>();
        one.purposeTerms().forEach((purpose, terms) -> {
            if (!terms.equals(PurposeTerms.NONE)) {
                var line = new LinkedHashMap<String, @Nullable Object>();
                line.put("evidence", terms.evidence());
                line.put("basis", terms.basis());
                line.put("from", text(terms.from()));
                line.put("until", text(terms.until()));
                all.put(purpose, line);
            }
        });
        return all;
    }

    public static Map<String, @Nullable Object> toFields(MintedKey minted) {
        var line = new LinkedHashMap<String, @Nullable Object>();
        line.put("accessKeyId", minted.accessKeyId());
        line.put("secretAccessKey", minted.secretAccessKey());
        line.put("apiKey", minted.apiKey());
        line.put("org", minted.request().organisation());
        line.put("for", minted.request().principals());
        line.put("purpose", minted.request().purpose());
        line.put("case", minted.request().caseId());
        line.put("expires", text(minted.request().expires()));
        putLimits(line, minted.request().limits());
        if (minted.request().sandbox()) {
            line.put("sandbox", true);
        }
        if (minted.request().label() != null) {
            line.put("label", minted.request().label());
        }
        return line;
    }

    /** A client certificate that was registered as a key. */
    public static Map<String, @Nullable Object> toFields(
            OrganisationKeys.RegisteredCertificate registered, KeyRequest request, byte[] certificate) {
        var line = new LinkedHashMap<String, @Nullable Object>();
        line.put("accessKeyId", registered.id());
        line.put("certificate", HexFormat.of().formatHex(certificate));
        line.put("org", request.organisation());
        line.put("for", request.principals());
        line.put("purpose", request.purpose());
        line.put("expires", text(request.expires()));
        if (request.label() != null) {
            line.put("label", request.label());
        }
        return line;
    }

    public static Map<String, @Nullable Object> toFields(KeyEntry entry, Instant now) {
        var line = new LinkedHashMap<String, @Nullable Object>();
        line.put("accessKeyId", entry.id());
        line.put("org", entry.request().organisation());
        line.put("for", entry.request().principals());
        line.put("purpose", entry.request().purpose());
        line.put("case", entry.request().caseId());
        line.put("created", entry.created().toString());
        line.put("expires", text(entry.request().expires()));
        line.put("revoked", text(entry.revoked()));
        line.put("status", entry.status(now));
        line.put("sandbox", entry.request().sandbox());
        line.put("label", entry.request().label());
        putLimits(line, entry.request().limits());
        return line;
    }

    /** The same line with the last use of the key, and that it was not used for long. */
    public static Map<String, @Nullable Object> withUse(
            Map<String, @Nullable Object> line, @Nullable Instant last, Instant now) {
        line.put("lastUse", KeyLastUsed.UNKNOWN.equals(last) ? null : text(last));
        var remark = KeyLastUsed.remark(last, now);
        if (remark != null) {
            line.put("use", remark);
        }
        return line;
    }

    /** What a key may be used for, and from when; nothing where it has no such limit. */
    private static void putLimits(Map<String, @Nullable Object> line, KeyLimits limits) {
        if (!limits.wires().isEmpty()) {
            line.put("wires", limits.wires());
        }
        if (!limits.places().isEmpty()) {
            line.put("places", limits.places());
        }
        if (limits.from() != null) {
            line.put("from", text(limits.from()));
        }
    }

    public static Map<String, @Nullable Object> toFields(EvidenceEntry entry, Instant now) {
        var one = entry.evidence();
        var line = new LinkedHashMap<String, @Nullable Object>();
        line.put("id", one.id());
        line.put("org", one.organisation());
        line.put("type", one.type());
        line.put("case", one.caseId());
        line.put("from", text(one.from()));
        line.put("until", text(one.until()));
        line.put("facts", new TreeMap<>(one.facts()));
        line.put("created", entry.created().truncatedTo(ChronoUnit.SECONDS).toString());
        line.put("revoked", text(entry.revoked()));
        line.put("status", entry.status(now));
        line.put("warning", AttestableFacts.warningOfEvidence(one.type()));
        return line;
    }

    public static Map<String, @Nullable Object> toFields(Reviewer one) {
        var line = new LinkedHashMap<String, @Nullable Object>();
        line.put("id", one.id());
        line.put("org", one.organisation());
        line.put("added", one.added().truncatedTo(ChronoUnit.SECONDS).toString());
        line.put("removed", text(one.removed()));
        return line;
    }

    public static Map<String, @Nullable Object> toFields(Person one) {
        var login = one.login();
        var line = new LinkedHashMap<String, @Nullable Object>();
        line.put("id", one.id());
        line.put("roles", one.roles().stream().sorted().map(Role::word).toList());
        line.put("org", one.organisation());
        line.put("loginIssuer", login == null ? null : login.issuer());
        line.put("loginSubject", login == null ? null : login.subject());
        var certificates = new TreeMap<String, Object>();
        one.certificates()
                .forEach(each -> certificates.put(
                        each.sha256(), Map.of("expires", each.expires().toString())));
        line.put("certificates", certificates);
        line.put("added", one.added().truncatedTo(ChronoUnit.SECONDS).toString());
        line.put("removed", text(one.removed()));
        return line;
    }

    public static Map<String, @Nullable Object> toFields(ExemptionEntry entry, Instant now) {
        var one = entry.grant();
        var line = new LinkedHashMap<String, @Nullable Object>();
        line.put("id", one.id());
        line.put("org", one.organisation());
        line.put("capability", one.capability());
        line.put("purpose", one.purpose());
        line.put("places", one.places());
        line.put("from", one.from().toString());
        line.put("until", one.until().toString());
        line.put("evidence", one.evidence());
        line.put("by", one.grantedBy());
        line.put("created", entry.created().truncatedTo(ChronoUnit.SECONDS).toString());
        line.put("revoked", text(entry.revoked()));
        line.put("status", entry.status(now));
        return line;
    }

    public static Map<String, @Nullable Object> toFields(StopEntry one) {
        var line = new LinkedHashMap<String, @Nullable Object>();
        var requested = one.requested();
        var lifted = one.lifted();
        line.put("id", one.id());
        line.put("kind", one.target().kind().word());
        line.put("word", one.target().word().isEmpty() ? null : one.target().word());
        line.put("status", one.status());
        line.put("by", one.set().by());
        line.put("since", one.set().at().toString());
        line.put("reason", one.set().reason());
        line.put("requestedBy", requested == null ? null : requested.by());
        line.put("requested", requested == null ? null : requested.at().toString());
        line.put("requestReason", requested == null ? null : requested.reason());
        line.put("liftedBy", lifted == null ? null : lifted.by());
        line.put("lifted", lifted == null ? null : lifted.at().toString());
        line.put("liftReason", lifted == null ? null : lifted.reason());
        return line;
    }

    public static Map<String, @Nullable Object> toFields(Proposal one, Instant now) {
        var line = new LinkedHashMap<String, @Nullable Object>();
        line.put("id", one.id());
        line.put("state", one.status(now));
        line.put("act", one.act());
        line.put("subject", one.subject());
        line.put("by", one.proposer());
        line.put("created", one.created().toString());
        line.put("expires", one.expires().toString());
        line.put("digest", one.digest());
        line.put("decidedBy", one.decidedBy());
        line.put("decided", text(one.decided()));
        return line;
    }

    public static Map<String, @Nullable Object> toFields(PolicyActivation one) {
        var line = new LinkedHashMap<String, @Nullable Object>();
        line.put("digest", one.digest());
        line.put("number", one.number());
        line.put("permitsMore", one.permitsMore());
        return line;
    }

    /** The quotas of a registry; both fields are null if it is not known which were set. */
    public static Map<String, @Nullable Object> toFields(RegisteredQuotas one) {
        var line = new LinkedHashMap<String, @Nullable Object>();
        line.put("sha256", one.isKnown() ? one.sha256() : null);
        line.put("text", one.isKnown() ? one.text() : null);
        return line;
    }

    public static Map<String, @Nullable Object> toFields(RegistryHistory.Change change) {
        var line = new LinkedHashMap<String, @Nullable Object>();
        line.put("record", change.record());
        line.put("time", change.time());
        line.put("act", change.act());
        line.put("subject", change.subject());
        line.put("by", change.author().name());
        line.put("reason", change.author().reason());
        line.put("person", change.author().about());
        line.put("content", change.content());
        line.put("rows", change.rows().stream().map(RegistryLines::toFields).toList());
        return line;
    }

    private static Map<String, @Nullable Object> toFields(RegistryHistory.Row row) {
        var line = new LinkedHashMap<String, @Nullable Object>();
        line.put("row", row.name());
        line.put("added", row.added());
        line.put("fields", row.fields());
        return line;
    }

    /**
     * The fields of an answer that is held.
     *
     * @param scores scores of its results, or null if not requested
     */
    public static Map<String, @Nullable Object> toFields(HeldResponse held, @Nullable List<Double> scores) {
        var line = new LinkedHashMap<String, @Nullable Object>();
        var rejection = held.review().rejection();
        line.put("id", held.id());
        line.put("state", held.state().name().toLowerCase(Locale.ROOT));
        line.put("org", held.organisations().getFirst());
        line.put("for", held.organisations().subList(1, held.organisations().size()));
        line.put("provider", held.call().provider());
        line.put("operation", held.call().operation());
        line.put("purpose", held.call().purpose());
        line.put("results", held.results().isPresent() ? held.results().getAsInt() : null);
        line.put("similarities", scores);
        line.put(
                "approved",
                held.review().approvals().stream()
                        .map(HeldResponse.Approval::reviewer)
                        .toList());
        line.put("needed", held.review().required());
        line.put("rejected", rejection == null ? null : rejection.reviewer());
        line.put("reason", rejection == null ? null : rejection.reason());
        line.put("since", held.created().truncatedTo(ChronoUnit.SECONDS).toString());
        line.put("until", held.expires().truncatedTo(ChronoUnit.SECONDS).toString());
        return line;
    }

    private static @Nullable String text(@Nullable Instant instant) {
        return instant == null ? null : instant.toString();
    }

    /** A step of a plan. */
    public static Map<String, @Nullable Object> toFields(RegistryPlan.Step step) {
        var fields = new LinkedHashMap<String, @Nullable Object>();
        step.fields().forEach((name, each) -> {
            var difference = new LinkedHashMap<String, @Nullable Object>();
            difference.put("before", each.before());
            difference.put("after", each.after());
            fields.put(name, difference);
        });
        var line = new LinkedHashMap<String, @Nullable Object>();
        line.put("act", step.act());
        line.put("subject", step.subject());
        line.put("fields", fields);
        return line;
    }

    /** A token issuer, as the admin API sends it. */
    public static Map<String, @Nullable Object> toFields(TokenIssuers.Compared one) {
        var declared = one.declared();
        var line = new LinkedHashMap<String, @Nullable Object>();
        line.put("id", one.id());
        line.put("issuer", one.issuer());
        line.put("state", one.state());
        line.put("people", declared == null ? null : declared.people());
        line.put("organisations", declared == null ? null : declared.organisations());
        line.put("keys", declared == null ? null : declared.keys());
        line.put("digest", declared == null ? null : declared.digest());
        line.put("accepted", one.accepted());
        return line;
    }
}
