package io.facegate.admin;

import static org.assertj.core.api.Assertions.assertThat;

import io.facegate.call.Fault;
import io.facegate.registry.RegistryException.Incomplete;
import org.junit.jupiter.api.Test;

/** A change of which a part is done is answered by a word of its own. */
class IncompleteChangeTest {
    @Test
    void itIsNotSaidThatNothingWasChanged() {
        var response = AdminAnswer.of(() -> {
            throw new Incomplete("The change was made and is on record.", new Fault.LedgerDown("The disk is full."));
        });
        assertThat(response.getStatus()).isEqualTo(503);
        assertThat(AdminStage.text(response))
                .contains("urn:facegate:problem:change_incomplete", "The change was made and is on record.");
    }
}
