/** What a caller may do, computed by the policies for calls in general. */
@NullMarked
package io.facegate.gateway.permissions;

import org.jspecify.annotations.NullMarked;
