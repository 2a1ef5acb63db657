/** Tamper detection for the gateway's own databases: row HMACs, row inventories and their recorded roots. */
@NullMarked
package io.facegate.integrity;

import org.jspecify.annotations.NullMarked;
