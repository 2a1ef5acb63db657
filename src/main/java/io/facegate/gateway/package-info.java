/** The gateway pipeline: the only package that knows the order in which the other packages process a call. */
@NullMarked
package io.facegate.gateway;

import org.jspecify.annotations.NullMarked;
