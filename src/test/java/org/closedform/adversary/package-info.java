/**
 * Everything public, called wrongly: found by reflection, so that what is new is called too. Whatever comes, a call succeeds, or
 * throws what its documentation says, in words that name the operation; and no argument is changed.
 */
package org.closedform.adversary;
