/* SPDX-License-Identifier: MIT */
/* What this machine is called at Fly, in the names of tokens and sessions. */
#ifndef FC_HOST_NAME_H
#define FC_HOST_NAME_H

#define HOST_NAME_SIZE 65

/* "unknown" when it has none. */
void host_name(char ret_host[HOST_NAME_SIZE]);

#endif
