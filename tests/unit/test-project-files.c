/* SPDX-License-Identifier: MIT */
/* Project files that are none: other kinds, strangers', nothing that waits. */
#include "config.h"

#include "unit/project-checks.h"

#include <sched.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <sys/wait.h>

static void make_socket(const char *path)
{
	struct sockaddr_un address = {.sun_family = AF_UNIX};
	AUTO_CLOSE int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);

	go_to("home/kinds");
	memcpy(address.sun_path, path, strlen(path) + 1);
	sandbox_need(bind(fd, (struct sockaddr *)&address, sizeof(address)),
		     "bind");
}

static void test_kinds(void)
{
	const char *path = "fly.toml";

	make_directory("home/kinds/fly.toml");
	go_to("home/kinds");
	make_file("home/kinds/fly.json", "{\"app\": \"json\"}");
	check_failed(ERR_FAILED, "~/kinds/fly.toml is not a regular file",
		     "a directory");
	sandbox_need(rmdir(path), path);
	sandbox_need(mkfifo(path, 0600), path);
	check_failed(ERR_FAILED, "fly.toml is not a regular file", "a FIFO");
	sandbox_need(unlink(path), path);
	make_socket("fly.toml");
	check_failed(ERR_FAILED, "can't open ~/kinds/fly.toml", "a socket");
	sandbox_need(unlink(path), path);
	sandbox_need(close(open(path, O_WRONLY | O_CREAT | O_CLOEXEC, 0600)),
		     path);
	sandbox_need(truncate(path, (off_t)1 << 30), path);
	check_failed(ERR_USAGE, "fly.toml is longer than 1048576 bytes",
		     "a sparse gigabyte");
	sandbox_need(truncate(path, 1048577), path);
	check_failed(ERR_USAGE, "is longer than", "a byte too many");
	sandbox_need(truncate(path, 1048576), path);
	check_failed(ERR_USAGE, "fly.toml:1:1: there is a control character",
		     "a megabyte of NULs");
	sandbox_need(unlink(path), path);
}

static void test_links(void)
{
	const char *path = "fly.toml";

	make_directory("home/links");
	go_to("home/links");
	make_file("home/links/real.toml", "app = 'linked'");
	sandbox_need(symlink("real.toml", path), path);
	check_found("linked", "~/links/fly.toml", "a link to a file");
	sandbox_need(unlink("real.toml"), "unlink");
	make_file("home/links/fly.json", "{\"app\": \"json\"}");
	check_failed(ERR_FAILED, "is a symbolic link to nothing",
		     "a link to nothing is not passed over");
	sandbox_need(mkfifo("real.toml", 0600), "mkfifo");
	check_failed(ERR_FAILED, "is not a regular file", "a link to a FIFO");
	sandbox_need(unlink(path), path);
	sandbox_need(symlink("/dev/zero", path), path);
	check_failed(ERR_FAILED, "is not a regular file", "a link to a device");
	sandbox_need(unlink(path), path);
	sandbox_need(symlink("fly.toml", path), path);
	check_failed(ERR_FAILED, "is a symbolic link", "a link to itself");
}

/* The same file seen from a user namespace in which 12345 has no number. */
static void test_namespace(void)
{
	pid_t child = fork();
	int status, fd;

	sandbox_need(child, "fork");
	if (child == 0) {
		CLEANUP(project_clear) struct project project = PROJECT_EMPTY;
		struct error err;

		if (unshare(CLONE_NEWUSER) < 0)
			_exit(77);
		fd = open("/proc/self/uid_map", O_WRONLY | O_CLOEXEC);
		if (fd < 0 || write(fd, "0 0 1", 5) != 5)
			_exit(77);
		_exit(project_find(&project, &err) ? 0 : 1);
	}
	sandbox_need(waitpid(child, &status, 0), "waitpid");
	ok(WIFEXITED(status) &&
		   (WEXITSTATUS(status) == 0 || WEXITSTATUS(status) == 77),
	   "in a user namespace strangers are one%s",
	   WEXITSTATUS(status) == 77 ? " # SKIP no user namespaces" : "");
}

/* Only root can give files away. */
static void test_owners(void)
{
	const char *path = "fly.toml";

	make_directory("home/owners");
	go_to("home/owners");
	make_file("home/owners/fly.toml", "app = 'owned'");
	sandbox_need(chown(path, 12345, 12345), path);
	check_failed(ERR_FAILED, "~/owners/fly.toml belongs to user 12345",
		     "a stranger's file");
	test_namespace();
	sandbox_need(rename(path, "real.toml"), path);
	sandbox_need(symlink("real.toml", path), path);
	check_failed(ERR_FAILED, "belongs to user 12345",
		     "our link to a stranger's file");
	sandbox_need(chown("real.toml", 0, 0), "chown");
	sandbox_need(lchown(path, 12345, 12345), path);
	check_failed(ERR_FAILED, "belongs to user 12345",
		     "a stranger's link to our file");
	sandbox_need(unlink(path), path);
	sandbox_need(rename("real.toml", path), path);
	sandbox_need(chown(path, 65534, 65534), path);
	check_failed(ERR_FAILED, "belongs to user 65534",
		     "nobody's file without a user namespace");
	sandbox_need(chown(path, 0, 0), path);
	sandbox_need(seteuid(12345), "seteuid");
	check_found("owned", "~/owners/fly.toml", "root's file");
	sandbox_need(seteuid(0), "seteuid");
	sandbox_need(chown(path, 12345, 12345), path);
	sandbox_need(chmod(path, 0), path);
	sandbox_need(seteuid(12345), "seteuid");
	check_failed(ERR_FAILED, "can't open ~/owners/fly.toml: Perm",
		     "a file that can't be read");
	sandbox_need(seteuid(0), "seteuid");
}

int main(void)
{
	sandbox_make();
	test_kinds();
	test_links();
	if (geteuid() == 0)
		test_owners();
	return tap_done();
}
