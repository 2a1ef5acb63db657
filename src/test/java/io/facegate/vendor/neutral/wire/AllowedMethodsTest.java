package io.facegate.vendor.neutral.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import org.junit.jupiter.api.Test;

class AllowedMethodsTest {
    @Test
    void theMethodsOfAPathAreNoParameterOfTheCall() {
        var call = BadRequestException.method("GET, DELETE").call("galleries", Set.of());
        assertThat(AllowedMethods.fromCall(call)).isEqualTo("GET, DELETE");
        assertThat(call.params()).isEmpty();
        assertThat(call.wireDetail().identity()).isEmpty();
    }
}
