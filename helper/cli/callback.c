/* SPDX-License-Identifier: MIT */
/* The address on 127.0.0.1 that a browser comes back to. */
#include "config.h"

#include "cli/callback.h"

#include "cli/callback-request.h"
#include "util/alloc.h"
#include "util/cleanup.h"
#include "util/timestamp.h"

#include <arpa/inet.h>
#include <errno.h>
#include <netinet/in.h>
#include <stdio.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

/* Milliseconds that a guest has for its request. */
#define PATIENCE 10000

static void guest_drop(struct callback_guest *guest)
{
	cleanup_close(&guest->fd);
	secret_clear(&guest->request);
	guest->fd = -1;
}

void callback_close(struct callback *callback)
{
	size_t i;

	for (i = 0; i < CALLBACK_GUESTS; i++)
		guest_drop(&callback->guests[i]);
	cleanup_close(&callback->listener);
	cleanup_close(&callback->poll);
	callback->listener = callback->poll = -1;
	callback->port = 0;
	secret_clear(&callback->code);
}

static bool watch(const struct callback *callback, int fd)
{
	struct epoll_event event = {.events = EPOLLIN};

	return epoll_ctl(callback->poll, EPOLL_CTL_ADD, fd, &event) == 0;
}

static bool listen_on_loopback(struct callback *callback)
{
	struct sockaddr_in address = {
		.sin_family = AF_INET,
		.sin_addr = {.s_addr = htonl(INADDR_LOOPBACK)},
	};
	socklen_t size = sizeof(address);

	callback->listener = socket(
		AF_INET, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
	if (callback->listener < 0 ||
	    bind(callback->listener, (struct sockaddr *)&address, size) < 0 ||
	    listen(callback->listener, CALLBACK_GUESTS) < 0 ||
	    getsockname(callback->listener, (struct sockaddr *)&address,
			&size) < 0)
		return false;
	callback->port = ntohs(address.sin_port);
	return true;
}

bool callback_open(struct callback *ret_callback, struct error *err)
{
	struct callback *callback = ret_callback;
	size_t i;

	*callback = (struct callback){.listener = -1, .code = SECRET_EMPTY};
	for (i = 0; i < CALLBACK_GUESTS; i++)
		callback->guests[i].fd = -1;
	callback->poll = epoll_create1(EPOLL_CLOEXEC);
	return (callback->poll >= 0 && listen_on_loopback(callback) &&
		watch(callback, callback->listener)) ||
	       fail_errno(err, "can't listen on 127.0.0.1");
}

static void forget_guest(struct callback *callback, size_t number)
{
	struct callback_guest *guests = callback->guests;

	guest_drop(&guests[number]);
	memmove(&guests[number], &guests[number + 1],
		(CALLBACK_GUESTS - 1 - number) * sizeof(*guests));
	guests[CALLBACK_GUESTS - 1] = (struct callback_guest){.fd = -1};
}

static void welcome(struct callback *callback)
{
	struct callback_guest *guests = callback->guests;
	size_t count = 0;
	int fd;

	while ((fd = accept4(callback->listener, NULL, NULL,
			     SOCK_CLOEXEC | SOCK_NONBLOCK)) >= 0) {
		while (count < CALLBACK_GUESTS && guests[count].fd >= 0)
			count++;
		if (count == CALLBACK_GUESTS)
			forget_guest(callback, 0);
		count -= count == CALLBACK_GUESTS;
		guests[count] = (struct callback_guest){
			.fd = fd, .until = clock_steady() + PATIENCE};
		if (!watch(callback, fd))
			forget_guest(callback, count);
	}
}

static const struct page {
	int status;
	const char *reason;
	const char *text;
} pages[] = {
	{200, "OK",
	 "You can close this page. fly-cred goes on in the terminal."},
	{403, "Forbidden",
	 "This is not the login that fly-cred waits for. Look at the address "
	 "in the terminal."},
	{404, "Not Found", "There is nothing here."},
	{405, "Method Not Allowed", "There is nothing here."},
	{400, "Bad Request", "That is no end of a login."},
};

/* What does not fit into the socket at once is not worth waiting for. */
static void show(int fd, int status)
{
	const struct page *page = pages;
	AUTO_FREE char *text = NULL;

	while (page->status != status && page->status != 400)
		page++;
	text = alloc_formatted(
		"HTTP/1.1 %d %s\r\n"
		"Content-Type: text/html; charset=utf-8\r\n"
		"Content-Length: %zu\r\n"
		"Content-Security-Policy: default-src 'none'\r\n"
		"Referrer-Policy: no-referrer\r\n"
		"Cache-Control: no-store\r\n"
		"Connection: close\r\n\r\n"
		"<!doctype html><title>fly-cred</title><p>%s</p>\n",
		page->status, page->reason,
		strlen(page->text) +
			strlen("<!doctype html><title>fly-cred</title>"
			       "<p></p>\n"),
		page->text);
	if (send(fd, text, strlen(text), MSG_NOSIGNAL | MSG_DONTWAIT) > 0)
		shutdown(fd, SHUT_WR);
}

/* Answers a whole request. */
static void answer(struct callback *callback, struct callback_guest *guest)
{
	AUTO_CALLBACK_ANSWER struct callback_answer brought =
		CALLBACK_ANSWER_EMPTY;
	int status = callback_read_request(secret_slice(&guest->request),
					   &brought);

	if (status == 200 && !callback->knows(callback->data,
					      secret_slice(&brought.state)))
		status = 403;
	if (status == 200) {
		callback->was_refused = brought.code.length == 0;
		secret_append(&callback->code, secret_text(&brought.code),
			      brought.code.length);
	}
	show(guest->fd, status);
}

/* Takes what has come; false when we are done with that guest. */
static bool hear(struct callback *callback, struct callback_guest *guest)
{
	char bytes[1024];
	ssize_t got = recv(guest->fd, bytes, sizeof(bytes), MSG_DONTWAIT);
	struct secret *request = &guest->request;

	if (got < 0 && (errno == EAGAIN || errno == EINTR))
		return guest->until >= clock_steady();
	if (got <= 0)
		return false;
	secret_append(request, bytes, (size_t)got);
	explicit_bzero(bytes, sizeof(bytes));
	if (memmem(request->data, request->length, "\r\n\r\n", 4))
		answer(callback, guest);
	else if (request->length > CALLBACK_REQUEST_MAX)
		show(guest->fd, 400);
	else
		return true;
	return false;
}

static bool is_over(const struct callback *callback)
{
	return callback->code.length || callback->was_refused;
}

bool callback_serve(struct callback *callback)
{
	size_t i = 0;

	welcome(callback);
	while (!is_over(callback) && i < CALLBACK_GUESTS &&
	       callback->guests[i].fd >= 0) {
		if (hear(callback, &callback->guests[i]))
			i++;
		else
			forget_guest(callback, i);
	}
	return is_over(callback);
}
