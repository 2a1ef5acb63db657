/** The path of one call: the only package that knows the order of the rooms. */
@NullMarked
package io.facegate.gateway;

import org.jspecify.annotations.NullMarked;
