package io.facegate;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import io.facegate.app.demo.DemoCommand;
import io.facegate.app.server.GatewaySettings;
import io.facegate.app.server.InProcessGateway;
import io.facegate.call.MachineClock;
import io.facegate.usecase.registry.RegistryAccess;
import java.lang.reflect.RecordComponent;
import java.time.InstantSource;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

/** Only the demo has a clock of its own: a gateway that serves has the machine's, whatever it is told. */
class OwnClockTest {
    private static final String CLOCK = "io.facegate.app.demo.DemoClock";
    private static final JavaClasses ALL = HouseRulesTest.ALL;

    @Test
    void onlyTheDemoIsAnotherClock() {
        assertThat(ALL.stream()
                        .filter(type -> type.isAssignableTo(MachineClock.class) && !type.isInterface())
                        .map(JavaClass::getName))
                .containsExactly(CLOCK);
    }

    @Test
    void onlyTheDemoOpensAGatewayOrARegistryWithIt() {
        noClasses()
                .that()
                .resideOutsideOfPackage("io.facegate.app.demo")
                .and()
                .doNotBelongToAnyOf(InProcessGateway.class)
                .should()
                .dependOnClassesThat()
                .belongToAnyOf(InProcessGateway.class)
                .orShould()
                .dependOnClassesThat()
                .haveFullyQualifiedName(CLOCK)
                .orShould()
                .callMethod(RegistryAccess.class, "withClock", InstantSource.class)
                .check(ALL);
        var opening = ALL.get("io.facegate.app.server.GatewayContext").getMethods().stream()
                .filter(method -> method.getName().equals("open")
                        && method.getRawParameterTypes().size() == 2)
                .flatMap(method -> method.getCallsOfSelf().stream())
                .map(call -> call.getOriginOwner().getSimpleName())
                .distinct();
        assertThat(opening).containsExactlyInAnyOrder("GatewayContext", "InProcessGateway");
    }

    @Test
    void noClockIsKeptInAVariable() {
        assertThat(ALL.stream()
                        .flatMap(type -> type.getFields().stream())
                        .filter(field -> field.getRawType().isAssignableTo(InstantSource.class))
                        .filter(field ->
                                !field.getModifiers().contains(com.tngtech.archunit.core.domain.JavaModifier.FINAL)))
                .isEmpty();
    }

    @Test
    void noSettingOfAGatewayIsAClock() {
        assertThat(Arrays.stream(GatewaySettings.class.getRecordComponents())
                        .map(RecordComponent::getType)
                        .filter(InstantSource.class::isAssignableFrom))
                .isEmpty();
    }

    /** Options, and with them environment variables, which have their names. */
    @Test
    void noOptionIsATimeOfTheGateway() {
        var command = new CommandLine(new DemoCommand());
        var names = command.getCommandSpec().options().stream()
                .flatMap(option -> Arrays.stream(option.names()))
                .toList();
        assertThat(names)
                .contains("--once", "--provider")
                .noneMatch(name -> name.contains("clock") || name.contains("time-") || name.contains("now"));
    }
}
