package io.facegate.usecase.reconcile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.facegate.catalogue.TrailVendor;
import io.facegate.ledger.Records;
import io.facegate.registry.RegistryException.Unacceptable;
import io.facegate.usecase.reconcile.Finding.Reason;
import org.junit.jupiter.api.Test;

/** Of a vendor with several accounts, a permit covers only calls of the account that it was sent under. */
class AccountMatchingTest extends LedgerAndTrail {
    private static final String SOMEBODY = "arn:aws:iam::123456789012:user/somebody";

    private Reconciliation compareAt(String account, String... principals) throws Exception {
        return compare(TrailVendor.AWS, new Period(null, null), account, principals);
    }

    private String answered(String account, String request) {
        var decision = ledger.permitAt(account, "rekognition", "DetectFaces", NOW);
        ledger.answered(decision, LATER, request);
        return decision;
    }

    private String timedOut(String account) {
        var decision = ledger.permitAt(account, "rekognition", "DetectFaces", NOW);
        ledger.end(decision, "fault", LATER, sent -> sent.recordUnanswered());
        return decision;
    }

    private void add(String request, String decision) {
        trail.add(TrailLines.aws(NOW, "DetectFaces", request, decision));
    }

    @Test
    void theCallsOfAnAccountAreCoveredByItsPermits() throws Exception {
        add("r-1", answered("eu", "r-1"));
        add("r-2", timedOut("eu"));
        answered("us", "r-3");

        var result = compareAt("eu", TrailLines.GATEWAY_ROLE);

        assertThat(reasons(result))
                .as("and a call of another account is not missed")
                .isEmpty();
        assertThat(result.matches()).isEqualTo(new Reconciliation.Matches(1, 1, 0));
        assertThat(result.ledger().permits()).isEqualTo(2);
        assertThat(result.isClean()).isTrue();
    }

    @Test
    void aPermitForAnotherAccountCoversNothing() throws Exception {
        add("r-1", answered("us", "r-1"));
        add("r-2", timedOut("us"));
        add("r-9", answered("us", "r-3"));
        add("r-4", answered("eu", "r-4"));

        var result = compareAt("eu", TrailLines.GATEWAY_ROLE);

        assertThat(reasons(result)).containsExactly(Reason.TOO_MANY, Reason.OTHER_ACCOUNT, Reason.OTHER_ACCOUNT);
        assertThat(result.matches().total()).isEqualTo(1);
        assertThat(result.isClean()).isFalse();
    }

    /** Else whoever has the credentials of one account would be undecided without end. */
    @Test
    void aDecisionForAnotherAccountExplainsAsManyCallsAsItSent() throws Exception {
        var decision = timedOut("us");
        for (int call = 0; call < 20; call++) {
            add("r-" + call, decision);
        }
        add("r-eu", answered("eu", "r-eu"));

        var reasons = reasons(compareAt("eu"));
        assertThat(reasons).hasSize(20).containsOnlyOnce(Reason.OTHER_ACCOUNT);
        assertThat(reasons).filteredOn(Reason.TOO_MANY::equals).hasSize(19);
    }

    @Test
    void aKnownRequestOfAnotherAccountThatSomebodyElseMadeIsToldSo() throws Exception {
        var decision = answered("us", "r-1");
        trail.add(TrailLines.aws(NOW, "DetectFaces", "r-1", TrailLines.agent(decision), SOMEBODY));
        add("r-2", answered("eu", "r-2"));

        assertThat(reasons(compareAt("eu", TrailLines.GATEWAY_ROLE))).containsExactly(Reason.OTHER_PRINCIPAL);
    }

    /** However long its name is and however many calls there are. */
    @Test
    void theAccountStaysOnRecord() throws Exception {
        var account = "a".repeat(24);
        var decision = ledger.permitAt(account, "google_vision", "images:annotate", NOW);
        ledger.answered(decision, LATER, "r-0");
        for (int call = 0; call < 1200; call++) {
            trail.add(TrailLines.google(NOW, "BatchAnnotateImages", "somebody@p", "none"));
        }
        var result = compare(TrailVendor.GOOGLE, new Period(null, null), account, new String[0]);
        assertThat(result.findings().count(Finding.Kind.BYPASS)
                        + result.findings().count(Finding.Kind.UNDECIDED))
                .isGreaterThan(1000);
        assertThat(Records.of(data).getLast())
                .contains("\"subject\":\"google/" + account + '&'
                        + result.trail().digest().substring(0, 32));
    }

    /** The control: what the option is for. */
    @Test
    void withoutAnAccountAPermitForAnyCoversACallAndTheReportSaysSo() throws Exception {
        add("r-2", timedOut("us"));
        answered("eu", "r-4");

        var result = compareAt(null, TrailLines.GATEWAY_ROLE);

        assertThat(reasons(result)).containsExactly(Reason.NOT_IN_TRAIL);
        assertThat(result.trail().account().isUnchecked()).isTrue();
        assertThat(result.trail().account().known()).containsExactly("eu", "us");
    }

    @Test
    void somebodyElseWhoNamesADecisionForAnotherAccountWentRound() throws Exception {
        trail.add(TrailLines.aws(NOW, "DetectFaces", "r-1", TrailLines.agent(timedOut("us")), SOMEBODY));
        add("r-2", answered("eu", "r-2"));

        assertThat(reasons(compareAt("eu", TrailLines.GATEWAY_ROLE))).containsExactly(Reason.OTHER_CALLER);
    }

    /** Where nothing but operation and time tells, nothing ties the call to a gateway's other account. */
    @Test
    void aRequestOfAnotherAccountThatGotNoAnswerCoversNoCallOfItsTime() throws Exception {
        for (var account : new String[] {"eu", "us"}) {
            var decision = ledger.permitAt(account, "azure_face", "Detect", NOW);
            ledger.end(decision, "fault", LATER, sent -> sent.recordUnanswered());
        }
        trail.add(TrailLines.azure(NOW, "Detect", "c-1", "gateway"));
        trail.add(TrailLines.azure(NOW, "Detect", "c-2", "gateway"));

        var result = compare(TrailVendor.AZURE, new Period(null, null), "eu", new String[] {"gateway"});

        assertThat(reasons(result)).containsExactly(Reason.NO_DECISION);
        assertThat(result.matches()).isEqualTo(new Reconciliation.Matches(0, 0, 1));
        assertThat(reasons(compare(TrailVendor.AZURE, new Period(null, null), null, new String[] {"gateway"})))
                .as("the control")
                .isEmpty();
    }

    /** Calls of the time before there was a file of accounts, or of the account without a name in routes. */
    @Test
    void aPermitWithoutAnAccountIsOfTheDefaultOne() throws Exception {
        add("r-1", detected("r-1"));
        add("r-2", answered("default", "r-2"));
        answered("eu", "r-3");
        assertThat(compareAt("default").isClean()).isTrue();
    }

    /** Otherwise a trail that is not whole would be clean. */
    @Test
    void anAccountThatTheLedgerDoesNotKnowIsRefused() {
        answered("eu", "r-1");
        assertThatThrownBy(() -> compareAt("ue"))
                .isInstanceOf(Unacceptable.class)
                .hasMessageContaining("It has none for ue.")
                .hasMessageContaining("eu.");
    }

    @Test
    void theAccountIsOnRecord() throws Exception {
        add("r-1", answered("eu", "r-1"));
        var result = compareAt("eu");
        var records = Records.of(data);
        assertThat(records.get(records.size() - 2))
                .contains("\"subject\":\"reconcile&aws&account=eu&principals=not_checked\"");
        assertThat(records.getLast())
                .contains(
                        "\"subject\":\"aws/eu&" + result.trail().digest() + "&round=0&undecided=0&unread=0&calls=1\"");
    }
}
