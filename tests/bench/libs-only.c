/* SPDX-License-Identifier: MIT */
/* What loading the four libraries that the helper may link costs. */
#include <sodium.h>

int main(void)
{
	return sodium_init() < 0;
}
