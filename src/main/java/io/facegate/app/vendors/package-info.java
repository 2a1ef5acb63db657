/** The list of all vendors. */
@NullMarked
package io.facegate.app.vendors;

import org.jspecify.annotations.NullMarked;
