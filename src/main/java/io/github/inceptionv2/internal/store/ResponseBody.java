package io.github.inceptionv2.internal.store;

import java.io.Closeable;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Flow;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * The body of an HTTP response, read as it arrives.
 *
 * <p>Replaces the JDK's body stream, whose {@code read} ignores interrupts before JDK 20 and has no
 * timeout in any version (JDK-8294047).
 */
final class ResponseBody implements Flow.Subscriber<List<ByteBuffer>>, Closeable {

  /** Bytes that arrived, or an error; the end of the body if both are null. */
  private record Event(List<ByteBuffer> bytes, Throwable error) {}

  private final BlockingQueue<Event> events = new LinkedBlockingQueue<>();
  private volatile Flow.Subscription subscription;

  private ResponseBody() {}

  static ResponseBody of(HttpResponse<Flow.Publisher<List<ByteBuffer>>> response) {
    ResponseBody body = new ResponseBody();
    response.body().subscribe(body);
    return body;
  }

  @Override
  public void onSubscribe(Flow.Subscription subscription) {
    this.subscription = subscription;
    subscription.request(1);
  }

  @Override
  public void onNext(List<ByteBuffer> bytes) {
    events.add(new Event(bytes, null));
  }

  @Override
  public void onError(Throwable error) {
    events.add(new Event(null, error));
  }

  @Override
  public void onComplete() {
    events.add(new Event(null, null));
  }

  /**
   * Waits for the next bytes; returns null at the end.
   *
   * @return an empty list if nothing arrived within {@code nanos}
   * @throws HttpFailure if the connection broke
   */
  List<ByteBuffer> next(long nanos) throws IOException {
    Event event;
    try {
      event = events.poll(nanos, TimeUnit.NANOSECONDS);
    } catch (InterruptedException e) {
      throw Interruption.of(e);
    }
    if (event == null) {
      return List.of();
    } else if (event.error() != null) {
      throw new HttpFailure("the connection broke: " + event.error(), true, event.error());
    } else if (event.bytes() != null) {
      subscription.request(1);
    }
    return event.bytes();
  }

  /** Cancels the rest of the response, if any. */
  @Override
  public void close() {
    if (subscription != null) {
      subscription.cancel();
    }
  }
}
