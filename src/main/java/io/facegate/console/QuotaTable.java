package io.facegate.console;

import io.facegate.policy.vocabulary.WordTitles;
import io.facegate.registry.Quota;
import io.facegate.usecase.ledger.DisplayText;
import io.facegate.usecase.registry.ApplicableQuotas;
import io.facegate.usecase.registry.QuotaLimit;
import java.util.List;

/** The quotas that count calls of an organisation: how much, what is left, and where each comes from. */
public record QuotaTable(PageLanguage speech, ApplicableQuotas quotas) {
    /** Where the quotas come from, or that it is not known which hold. */
    public String origin() {
        return switch (quotas.origin()) {
            case NONE -> speech.say("quotas.none");
            case FILE -> speech.say("quotas.file");
            case REGISTRY -> speech.say("quotas.registry");
            case UNKNOWN -> speech.say("quotas.unknown");
        };
    }

    /** True if it is not known which quotas hold. */
    public boolean unknown() {
        return quotas.origin() == ApplicableQuotas.Origin.UNKNOWN;
    }

    /** True if there are quotas, and none counts calls of the organisation. */
    public boolean unlimited() {
        return quotas.limits().isEmpty() && !unknown() && quotas.origin() != ApplicableQuotas.Origin.NONE;
    }

    public List<List<String>> rows() {
        return quotas.limits().stream()
                .map(one -> List.of(
                        DisplayText.forPage(one.name()),
                        limit(one),
                        left(one),
                        counts(one.scope()),
                        speech.say(
                                one.scope().organisation().equals(Quota.EACH) ? "quotas.for.each" : "quotas.for.one")))
                .toList();
    }

    private String limit(QuotaLimit one) {
        var rate = one.perSecond();
        return rate == null
                ? speech.fill("quotas.limit." + one.period(), one.limit())
                : speech.fill("quotas.limit.second", rate, one.limit());
    }

    private String left(QuotaLimit one) {
        var left = one.left();
        if (left != null) {
            return speech.fill("organisation.number", left);
        }
        return speech.say(one.scope().key() == null ? "quotas.left.unknown" : "quotas.left.key");
    }

    private String counts(Quota.Scope scope) {
        var key = scope.key();
        var words = new StringBuilder(
                key == null
                        ? speech.say("quotas.counts.all")
                        : key.equals(Quota.EACH)
                                ? speech.say("quotas.counts.keys")
                                : speech.fill("quotas.counts.key", DisplayText.forPage(key)));
        var capability = scope.capability();
        if (capability != null) {
            words.append(speech.say("semicolon")).append(speech.title(WordTitles.CAPABILITY, capability.code()));
        }
        var vendor = scope.vendor();
        if (vendor != null) {
            words.append(speech.say("semicolon"))
                    .append(speech.fill("quotas.counts.vendor", speech.title(WordTitles.PROVIDER, vendor)));
        }
        return words.toString();
    }
}
