package io.facegate.usecase.registry;

import static org.assertj.core.api.Assertions.assertThat;

import io.facegate.call.Fault;
import io.facegate.registry.RegistryException.Unusable;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A key that is minted is given out, whatever happens to its warnings. */
class OrganisationKeysTest {
    @Test
    void whatCannotBeReadIsAWarning() {
        assertThat(OrganisationKeys.warningsIfReadable(() -> List.of("one"))).containsExactly("one");
        for (var failure : List.of(new Unusable("It is away."), new Fault.LedgerDown("It is away."))) {
            assertThat(OrganisationKeys.warningsIfReadable(() -> {
                        throw failure;
                    }))
                    .singleElement()
                    .asString()
                    .endsWith("It is away.");
        }
    }
}
