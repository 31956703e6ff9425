package io.github.inceptionv2.internal.store;

import io.github.inceptionv2.internal.files.Digests;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Flow;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Downloads an archive from one mirror, starting where the last attempt ended. */
final class Transfer {

  /** The interval between progress reports, short enough to look continuous. */
  private static final long REPORT_NANOS = Duration.ofMillis(100).toNanos();

  private static final int OK = 200;
  private static final int PARTIAL = 206;
  private static final int RANGE_NOT_SATISFIABLE = 416;
  private static final Pattern CONTENT_RANGE =
      Pattern.compile("bytes (\\d{1,18})-\\d{1,18}/(\\d{1,18}|\\*)");

  private final HttpConnections connections;
  private final Duration timeout;
  private final ModelArchive archive;
  private final PartialFile part;
  private final TransferListener listener;

  Transfer(
      HttpConnections connections,
      Duration timeout,
      ModelArchive archive,
      PartialFile part,
      TransferListener listener) {
    this.connections = connections;
    this.timeout = timeout;
    this.archive = archive;
    this.part = part;
    this.listener = listener;
  }

  /**
   * Completes the partial file.
   *
   * @param sha256 the expected SHA-256; empty if unknown
   * @return the SHA-256 of the complete file
   * @throws HttpFailure if the file is not complete yet; the download can be resumed
   * @throws UnusableArchiveException if the mirror has a different file; the download is discarded
   */
  String run(URI mirror, String sha256) throws IOException {
    if (archive.size() >= 0 && part.size() >= archive.size()) {
      return verify(part.append(), sha256, true); // complete before the process died, or too long
    }
    long offset = offset(mirror, sha256);
    HttpResponse<Flow.Publisher<List<ByteBuffer>>> response =
        connections.get(mirror, headers(mirror, offset));
    try (ResponseBody body = ResponseBody.of(response)) {
      boolean isResumed = check(mirror, offset, response);
      long announced = announced(response);
      if (!isResumed) {
        part.begin(mirror, validator(response));
      }
      PartialFile.Appender appender = part.append();
      try (appender) {
        copy(mirror, body, appender, Math.max(announced, archive.size()));
      }
      if (part.size() < announced) {
        throw new HttpFailure(
            "sent only " + part.size() + " of " + announced + " bytes", true, null);
      }
      return verify(appender, sha256, isResumed);
    }
  }

  /**
   * Returns the number of downloaded bytes to keep. If the hash is unknown, this is 0 unless the
   * server can confirm that the file has not changed.
   */
  private long offset(URI mirror, String sha256) throws IOException {
    boolean isSafe = !sha256.isEmpty() || !part.validator(mirror).isEmpty();
    return isSafe ? part.size() : 0;
  }

  private Map<String, String> headers(URI mirror, long offset) throws IOException {
    Map<String, String> headers = new HashMap<>();
    if (offset > 0) {
      headers.put("Range", "bytes=" + offset + "-");
      String validator = part.validator(mirror);
      if (!validator.isEmpty()) {
        headers.put("If-Range", validator);
      }
    }
    return headers;
  }

  /** Checks the response's headers and returns true if the body continues the partial file. */
  private boolean check(URI mirror, long offset, HttpResponse<?> response) throws IOException {
    int status = response.statusCode();
    if (status == RANGE_NOT_SATISFIABLE && offset > 0) {
      part.clear();
      throw new HttpFailure("has fewer bytes than were downloaded before", true, null);
    } else if (status != OK && status != PARTIAL) {
      throw HttpFailure.ofStatus(status, retryAfter(response));
    }
    if (header(response, "Content-Type").startsWith("text/html")) {
      throw new UnusableArchiveException(part.path(), "answered with an HTML page, not an archive");
    }
    if (status == PARTIAL) {
      Matcher range = range(response);
      if (!range.matches() || Long.parseLong(range.group(1)) != offset) {
        part.clear();
        throw new HttpFailure("answered with a different range from the requested one", true, null);
      } else if (!isSameState(part.validator(mirror), response)) {
        part.clear();
        throw new HttpFailure("now serves a different file", true, null);
      }
    }
    return status == PARTIAL && offset > 0;
  }

  private static Matcher range(HttpResponse<?> response) {
    return CONTENT_RANGE.matcher(header(response, "Content-Range"));
  }

  private static Duration retryAfter(HttpResponse<?> response) {
    return RetryPolicy.retryAfter(header(response, "Retry-After"));
  }

  /** Returns the value for {@code If-Range}. A weak tag would not promise equal bytes. */
  private static String validator(HttpResponse<?> response) {
    String tag = header(response, "ETag");
    return tag.startsWith("\"") ? tag : header(response, "Last-Modified");
  }

  /**
   * Returns true if the response continues the file with {@code validator}; not all servers check
   * this.
   */
  private static boolean isSameState(String validator, HttpResponse<?> response) {
    String found = header(response, validator.startsWith("\"") ? "ETag" : "Last-Modified");
    return validator.isEmpty() || found.isEmpty() || found.equals(validator);
  }

  private static String header(HttpResponse<?> response, String name) {
    return response.headers().firstValue(name).orElse("");
  }

  /** Returns the archive's size according to the response; -1 if the response has no size. */
  private long announced(HttpResponse<?> response) throws UnusableArchiveException {
    Matcher range = range(response);
    String size =
        response.statusCode() == PARTIAL && range.matches()
            ? range.group(2) // Content-Length is the range's length
            : header(response, "Content-Length");
    long announced = size.matches("\\d{1,18}") ? Long.parseLong(size) : -1;
    if (announced >= 0 && archive.size() >= 0 && announced != archive.size()) {
      throw new UnusableArchiveException(
          part.path(), "has " + announced + " bytes, expected " + archive.size());
    }
    return announced;
  }

  private void copy(URI mirror, ResponseBody body, PartialFile.Appender appender, long total)
      throws IOException {
    long limit = archive.size() >= 0 ? archive.size() : ModelArchive.MAX_SIZE;
    StallDetector pace = new StallDetector(timeout);
    long bytes = part.size();
    report(mirror, bytes, total, pace);
    long reported = System.nanoTime();
    List<ByteBuffer> buffers = body.next(pace.nanosLeft());
    while (buffers != null) {
      long count = buffers.stream().mapToLong(ByteBuffer::remaining).sum();
      bytes += count;
      if (bytes > limit) {
        part.clear();
        throw new UnusableArchiveException(
            part.path(), "exceeds the maximum of " + limit + " bytes");
      }
      appender.write(buffers);
      pace.add(count);
      if (System.nanoTime() - reported >= REPORT_NANOS) {
        report(mirror, bytes, total, pace);
        reported = System.nanoTime();
      }
      buffers = body.next(pace.nanosLeft());
    }
    report(mirror, bytes, bytes, pace);
  }

  private void report(URI mirror, long bytes, long total, StallDetector pace) {
    listener.progress(archive.source(), mirror.getHost(), bytes, total, pace.rate());
  }

  private String verify(PartialFile.Appender appender, String sha256, boolean isResumed)
      throws IOException {
    appender.close();
    long size = part.size();
    String found = Digests.hex(appender.digest());
    boolean isRightSize = archive.size() < 0 || size == archive.size();
    if (isRightSize && (sha256.isEmpty() || found.equals(sha256))) {
      return found;
    }
    part.clear();
    if (isResumed) { // the server's file changed, or the partial file was modified
      throw new HttpFailure("the resumed file is damaged; the download starts again", true, null);
    }
    throw new UnusableArchiveException(
        part.path(),
        isRightSize
            ? "has SHA-256 " + found + ", expected " + sha256
            : "has " + size + " bytes, expected " + archive.size());
  }
}
