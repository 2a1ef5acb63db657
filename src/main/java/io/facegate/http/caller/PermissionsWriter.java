package io.facegate.http.caller;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.facegate.call.Capability;
import io.facegate.call.NearestChange;
import io.facegate.call.Obligations;
import io.facegate.call.Refusal;
import io.facegate.gateway.limits.QuotaStatus;
import io.facegate.gateway.permissions.CallerPermissions;
import io.facegate.gateway.permissions.OperationPermission;
import io.facegate.gateway.permissions.OperationPermission.Depends;
import io.facegate.gateway.permissions.OperationPermission.Permitted;
import io.facegate.gateway.permissions.OperationPermission.Refused;
import io.facegate.gateway.permissions.OperationPermission.Verdict;
import io.facegate.identity.Caller;
import io.facegate.identity.Organisation;
import io.facegate.json.JsonMappers;
import io.facegate.vendor.wire.HttpAnswer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Writes what a caller may do, as JSON. Of organisations that it acts for, only the ids, which its key names. */
final class PermissionsWriter {
    private static final int OK = 200;

    private final List<String> subjectTo;

    PermissionsWriter(boolean decisionPoint) {
        this.subjectTo = decisionPoint
                ? List.of("ownership", "earlier_refusals", "limits", "obligations", "decision_point")
                : List.of("ownership", "earlier_refusals", "limits", "obligations");
    }

    HttpAnswer write(CallerPermissions permissions, QuotaStatus quotas) {
        var headers = new ArrayList<Map.Entry<String, String>>(3);
        headers.add(Map.entry("Content-Type", "application/json"));
        headers.add(Map.entry("Cache-Control", "no-store"));
        if (permissions.caller().sandbox()) {
            headers.add(Map.entry("Facegate-Sandbox", "true"));
        }
        return new HttpAnswer(OK, headers, json(toJson(permissions, quotas)));
    }

    private Map<String, Object> toJson(CallerPermissions permissions, QuotaStatus quotas) {
        var caller = permissions.caller();
        var all = new LinkedHashMap<String, Object>();
        all.put("organisation", organisation(caller.organisation()));
        if (!caller.principals().isEmpty()) {
            all.put(
                    "on_behalf_of",
                    caller.principals().stream().map(Organisation::id).toList());
        }
        all.put("credential", credential(permissions));
        if (caller.purpose() != null) {
            all.put("purpose", caller.purpose());
        }
        all.put("places", ownPlaces(caller));
        all.put("decided", decided(permissions));
        all.put(
                "permissions",
                permissions.operations().stream()
                        .map(PermissionsWriter::permission)
                        .toList());
        all.put("subject_to", subjectTo);
        all.put("quota", quotas.limits().stream().map(PermissionsWriter::quota).toList());
        return all;
    }

    /** The places of the caller's own organisation whose rules apply: those of its principals are theirs to know. */
    private static List<String> ownPlaces(Caller caller) {
        return caller.places().stream()
                .filter(caller.organisation().jurisdictions()::contains)
                .toList();
    }

    private static Map<String, Object> quota(QuotaStatus.Left left) {
        var counter = left.counter();
        var all = new LinkedHashMap<String, Object>();
        all.put("name", counter.quotaName());
        all.put("period", counter.window().word());
        all.put("limit", counter.limit());
        counter.perSecond().ifPresent(rate -> all.put("per_second", rate));
        all.put("left", left.remaining());
        put(all, "resets_at", counter.isRate() ? null : counter.ends());
        var capability = counter.capability();
        put(all, "capability", capability == null ? null : capability.code());
        put(all, "vendor", counter.vendor());
        return all;
    }

    private static Map<String, Object> organisation(Organisation organisation) {
        var all = new LinkedHashMap<String, Object>();
        all.put("id", organisation.id());
        all.put("name", organisation.name());
        all.put("type", organisation.type());
        all.put("places", organisation.jurisdictions());
        all.put("purposes", organisation.purposes().stream().sorted().toList());
        all.put("suspended", organisation.suspended());
        return all;
    }

    private static Map<String, Object> credential(CallerPermissions permissions) {
        var caller = permissions.caller();
        var all = new LinkedHashMap<String, Object>();
        all.put("method", caller.method());
        all.put("key", caller.key());
        all.put("sandbox", caller.sandbox());
        put(all, "expires", permissions.keyExpires());
        var limits = caller.credential().limits();
        put(all, "from", limits.from());
        if (!limits.wires().isEmpty()) {
            all.put("wires", limits.wires());
        }
        if (!limits.places().isEmpty()) {
            all.put("places", limits.places());
        }
        return all;
    }

    private static Map<String, Object> decided(CallerPermissions permissions) {
        var all = new LinkedHashMap<String, Object>();
        all.put("at", permissions.decided().toString());
        put(all, "until", permissions.until());
        all.put("policies", permissions.policies());
        return all;
    }

    private static Map<String, Object> permission(OperationPermission one) {
        var all = new LinkedHashMap<String, Object>();
        all.put("wire", one.wire());
        all.put("provider", one.provider());
        put(all, "purpose", one.purpose());
        all.put("operations", one.operations());
        all.put(
                "capabilities",
                one.capabilities().stream().map(Capability::code).sorted().toList());
        all.putAll(verdict(one.verdict()));
        return all;
    }

    private static Map<String, Object> verdict(Verdict verdict) {
        return switch (verdict) {
            case Permitted permitted -> permitted(permitted);
            case Refused(var refusal) -> refused(refusal);
            case Depends(var facts, var plain, var change) -> {
                var all = new LinkedHashMap<String, Object>();
                all.put("verdict", "depends");
                all.put("depends_on", facts);
                if (plain != null) {
                    all.put("plain", verdict(plain));
                }
                if (change != null) {
                    all.put("nearest_change", nearestChange(change));
                }
                yield all;
            }
        };
    }

    private static Map<String, Object> permitted(Permitted permitted) {
        var all = new LinkedHashMap<String, Object>();
        all.put("verdict", "permitted");
        all.put("rule", permitted.rule());
        put(all, "citation", permitted.source());
        putObligations(all, "obligations", permitted.obligations());
        if (!permitted.possible().equals(permitted.obligations())) {
            putObligations(all, "possible_obligations", permitted.possible());
        }
        return all;
    }

    private static void putObligations(Map<String, Object> all, String key, Obligations obligations) {
        if (!obligations.isEmpty()) {
            all.put(key, obligations.toPolicyForm());
        }
    }

    private static Map<String, Object> refused(Refusal refusal) {
        var all = new LinkedHashMap<String, Object>();
        all.put("verdict", "refused");
        all.put("code", refusal.code());
        all.put("rule", refusal.rule());
        all.put("reason", refusal.reason());
        put(all, "citation", refusal.citation());
        put(all, "checked", refusal.checked());
        var review = refusal.review();
        if (review != null) {
            all.put("review", review.text());
            all.put("evidence", review.evidence());
        }
        return all;
    }

    private static Map<String, Object> nearestChange(NearestChange change) {
        var all = new LinkedHashMap<String, Object>();
        all.put("kind", change.kind().code());
        all.put("names", change.names());
        all.put("by", change.kind().by());
        if (change.and() != null) {
            all.put("and", nearestChange(change.and()));
        }
        return all;
    }

    private static void put(Map<String, Object> all, String key, @Nullable Object value) {
        if (value != null) {
            all.put(key, value.toString());
        }
    }

    static byte[] json(Object value) {
        try {
            return JsonMappers.PLAIN.writeValueAsBytes(value);
        } catch (JsonProcessingException never) {
            throw new IllegalStateException(never);
        }
    }
}
