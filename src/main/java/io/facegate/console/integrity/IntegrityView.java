package io.facegate.console.integrity;

import io.facegate.console.AlteredRecordsView;
import io.facegate.console.PageLanguage;
import io.facegate.console.overview.LogState;
import io.facegate.ledger.audit.AuditState;
import io.facegate.usecase.ledger.DisplayText;
import io.facegate.usecase.overview.LogFacts;
import io.facegate.usecase.overview.RecordedAct;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * View model of the integrity page.
 *
 * @param verifying whether a check that somebody asked for waits or runs
 * @param standings of the records that the last check found to be tampered with, as far as they are in the log
 */
record IntegrityView(
        PageLanguage speech,
        LogState log,
        LogFacts facts,
        List<ActsRow> acts,
        boolean verifying,
        List<RecordStanding> standings) {
    private static final long MEBIBYTE = 1 << 20;

    /** When the last check without a finding ended, to the second, or an empty text. */
    public String checked() {
        var whole = log.audit().lastCleanPass();
        return whole == null ? "" : speech.time("time.whole", whole.time());
    }

    /** What the last check found altered; null if nothing. */
    public @Nullable AlteredRecordsView listed() {
        var found = log.audit().log();
        return found == null ? null : new AlteredRecordsView(speech, found, AuditState.Finding.NAMED);
    }

    /** The altered record, if there is one alone and it is in the log. */
    public @Nullable RecordView mismatch() {
        var found = log.audit().log();
        return found == null || found.count() > 1 || standings.isEmpty()
                ? null
                : new RecordView(speech, standings.getFirst());
    }

    /** An altered record with its page, when it was written as far as that is known, and what is wrong with it. */
    record AlteredRow(String name, String address, String written, String cause) {}

    /** The altered records that are known by number. */
    public List<AlteredRow> altered() {
        var found = log.audit().log();
        return found == null
                ? List.of()
                : found.indices().stream().map(this::altered).toList();
    }

    private AlteredRow altered(long index) {
        var view = standings.stream()
                .filter(one -> one.record().index() == index)
                .findFirst()
                .map(one -> new RecordView(speech, one));
        return new AlteredRow(
                speech.fill("tampered.record", index + 1),
                RecordView.address(index),
                view.map(RecordView::written).orElse(""),
                view.map(one -> one.tampered() ? one.cause() : speech.say("integrity.record.sound"))
                        .orElse(""));
    }

    public String size() {
        long bytes = facts.place().bytes();
        var records = speech.fill("integrity.records", log.reach().size());
        if (bytes < 0) {
            return records;
        }
        return records
                + (bytes < MEBIBYTE
                        ? speech.say("integrity.size.small")
                        : speech.fill("integrity.size", bytes / MEBIBYTE));
    }

    public String store() {
        return speech.say(facts.place().database() ? "integrity.store.database" : "integrity.store.file");
    }

    public boolean signed() {
        return facts.signing().newest() != null;
    }

    public String logName() {
        var newest = facts.signing().newest();
        return newest == null ? "" : DisplayText.forPage(newest.log());
    }

    public String key() {
        var key = facts.signing().key();
        return key == null ? speech.say("integrity.unread") : DisplayText.forPage(key);
    }

    /** What the newest checkpoint covers. */
    public String covered() {
        var newest = facts.signing().newest();
        if (newest == null) {
            return speech.say("integrity.unsigned");
        }
        long newer = Math.max(0, log.reach().size() - newest.size());
        return newer == 0
                ? speech.fill("integrity.covered.all", newest.size())
                : speech.fill("integrity.covered", newest.size(), newer);
    }

    public String stored() {
        var newest = facts.signing().newest();
        Instant stored = newest == null ? null : newest.stored();
        return stored == null ? speech.say("integrity.unread") : speech.time("time.whole", stored);
    }

    public @Nullable String signingProblem() {
        var problem = facts.signing().problem();
        return problem == null ? null : DisplayText.forPage(problem);
    }

    public List<WitnessRow> witnesses() {
        return facts.signing().witnesses().stream()
                .map(one -> new WitnessRow(speech, one))
                .toList();
    }

    /** A witness. */
    record WitnessRow(PageLanguage speech, LogFacts.WitnessState state) {
        public String name() {
            return DisplayText.forPage(state.name());
        }

        public String signed() {
            var size = state.size();
            return size == null ? speech.say("integrity.witness.none") : speech.fill("integrity.witness.size", size);
        }

        public @Nullable String problem() {
            return state.problem() == null ? null : DisplayText.forPage(state.problem());
        }
    }

    public List<PartRow> parts() {
        return facts.parts().stream().map(one -> new PartRow(speech, one)).toList();
    }

    /** A part of the gateway. */
    record PartRow(PageLanguage speech, LogFacts.Part part) {
        public String name() {
            return speech.say("integrity.part." + part.code());
        }

        public @Nullable String problem() {
            return part.problem() == null ? null : DisplayText.forPage(part.problem());
        }

        /** True for what a read-only gateway does not do. */
        public boolean isRecording() {
            return part.code().equals("store");
        }
    }

    /**
     * How often an act is on record.
     *
     * @param last the newest; null if there is none
     */
    record ActsRow(
            PageLanguage speech,
            RecordedAct act,
            RecordedAct.Tally tally,
            @Nullable ActRow last) {
        public String name() {
            return speech.say("integrity.act." + act.act());
        }

        public String number() {
            return speech.fill("number", tally.number());
        }

        public boolean some() {
            return tally.number() > 0;
        }

        public String address() {
            return IntegrityResource.ACTS + act.act();
        }
    }

    /** The data folder, quoted for a shell. */
    public String folder() {
        return '\'' + DisplayText.forPage(facts.place().data().toString()).replace("'", "'\\''") + '\'';
    }
}
