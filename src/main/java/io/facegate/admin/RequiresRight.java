package io.facegate.admin;

import io.facegate.registry.Right;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** Says which people may use an endpoint. An endpoint without it is open to nobody. */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
@interface RequiresRight {
    /** The rights of which the person has one; with none, every registered person may use it. */
    Right[] value();

    /** True if a member of the organisation in the path may use it too. */
    boolean orOwnOrganisation() default false;
}
