package io.facegate.testkit;

import net.jqwik.api.lifecycle.AroundPropertyHook;
import net.jqwik.api.lifecycle.PropagationMode;
import net.jqwik.api.lifecycle.PropertyExecutionResult;
import net.jqwik.api.lifecycle.PropertyExecutor;
import net.jqwik.api.lifecycle.PropertyLifecycleContext;

/**
 * How often a long test tries what is random. The suite runs a short form; {@code -Dfacegate.long=true}, which
 * {@code ./facegate test --all} sets, runs all of it. A property with this hook runs a quarter of its tries in the suite.
 */
public final class ReducedTries implements AroundPropertyHook {
    private static final boolean WHOLE = Boolean.getBoolean("facegate.long");
    private static final int QUARTER = 4;

    /** True in the run of {@code ./facegate test --all}. */
    public static boolean inTheLongRun() {
        return WHOLE;
    }

    /** The first number in the suite, the second in the long run. */
    public static int times(int inTheSuite, int inTheLongRun) {
        return WHOLE ? inTheLongRun : inTheSuite;
    }

    /** A class says it for all its properties. */
    @Override
    public PropagationMode propagateTo() {
        return PropagationMode.ALL_DESCENDANTS;
    }

    @Override
    public PropertyExecutionResult aroundProperty(PropertyLifecycleContext property, PropertyExecutor executor) {
        var attributes = property.attributes();
        attributes.tries().ifPresent(tries -> attributes.setTries(times(Math.max(1, tries / QUARTER), tries)));
        return executor.execute();
    }
}
