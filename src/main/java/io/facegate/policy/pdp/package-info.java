/** External policy decision point over AuthZEN: asked about permitted calls; can only object. */
@NullMarked
package io.facegate.policy.pdp;

import org.jspecify.annotations.NullMarked;
