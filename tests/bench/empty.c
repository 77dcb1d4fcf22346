/* SPDX-License-Identifier: MIT */
/* Does nothing: what every dynamic program costs. */
int main(void)
{
	return 0;
}
