package io.facegate.console.integrity;

import static org.assertj.core.api.Assertions.assertThat;

import io.facegate.console.PageLanguage;
import io.facegate.ledger.AccessAuditRecord;
import io.facegate.ledger.search.RecordQuery;
import io.facegate.ledger.search.SearchFacet;
import io.facegate.policy.vocabulary.Language;
import io.facegate.usecase.ledger.AuditedRecords.DecisionStanding;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The subjects of records of acts, as the console's lists tell them. */
class RecordedQueryWordsTest {
    private static final String DIGEST = "0123456789abcdef".repeat(4);

    private static ActSubject read(String subject, Language language) {
        return ActSubject.of(new PageLanguage(language, "/console"), subject, _ -> DecisionStanding.NONE);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "all | List of records",
                "kind=DECISION | List of records",
                "kind=DECISION&organisation=hope&from=2026-11-01T00:00:00Z&before=7"
                        + " | List of records: organisation hope, from 2026-11-01, before record 7",
                "capability=identify.live&case=*"
                        + " | List of records: capability identify.live, case number (value not kept)",
                "verdict=refuse&jurisdiction=US-WA&provider=azure"
                        + " | List of records: outcome refuse, place of use US-WA, provider azure",
                "report&from=2026-07-01&until=2026-09-30 | Report: from 2026-07-01, until 2026-09-30",
                "newest=20 | The newest 20 records",
                "newest=20&follow | The newest 20 records, and each later one",
                "entries/12 | Block 12 of the log",
                "replay&all | Decisions judged again",
                "replay&from=2026-11-01T00:00:00Z | Decisions judged again: from 2026-11-01",
                "reconcile&aws&account=123456789012&from=2026-11-01T00:00:00Z&principals=checked"
                        + " | Comparison with a trail of AWS: account at the provider 123456789012, from 2026-11-01",
                "reconcile&azure&principals=not_checked | Comparison with a trail of Azure"
            })
    void areSaidInWords(String subject, String words) {
        var read = read(subject, Language.EN);
        assertThat(read.words()).isEqualTo(words);
        assertThat(read.code()).isEmpty();
        assertThat(read(subject, Language.FR).words()).isNotEmpty().isNotEqualTo(words);
    }

    @Test
    void aComparisonSaysWhatItFound() {
        var read = read("aws/123456789012&" + DIGEST + "&round=2&undecided=0&unread=1&calls=40", Language.EN);
        assertThat(read.words()).isEqualTo("AWS 123456789012: 2 calls went round the gateway, 0 undecided. Trail");
        assertThat(read.code()).isEqualTo("0123456789ab…");
        assertThat(read("google&" + DIGEST + "&round=0&undecided=3&unread=0", Language.EN)
                        .words())
                .isEqualTo("Google Cloud: no call went round the gateway, 3 undecided. Trail");
    }

    @Test
    void aLongDigestIsShortened() {
        assertThat(read("csv/" + DIGEST, Language.EN)).isEqualTo(new ActSubject("csv", "0123456789ab…"));
        assertThat(read("list/" + DIGEST, Language.EN)).isEqualTo(new ActSubject("List of records", "0123456789ab…"));
    }

    @Test
    void whatIsNotKnownStaysAsItIs() {
        for (var subject : List.of("grants/1", "GET:/people", "until-3.", "s-7k2m", "aws&undecided=0&<b>")) {
            assertThat(read(subject, Language.EN)).isEqualTo(new ActSubject("", subject));
        }
    }

    /** The search as it really stands in a record. */
    @Test
    void aRecordedSearchIsRead() {
        var query = RecordQuery.matchAll(5).withFacet(SearchFacet.ORGANISATION, "hope");
        var act = AccessAuditRecord.list(query, List.of(), "m.roe", Instant.EPOCH);
        assertThat(read(act.subject(), Language.EN).words())
                .isEqualTo("List of records: organisation (value not kept)");
    }
}
