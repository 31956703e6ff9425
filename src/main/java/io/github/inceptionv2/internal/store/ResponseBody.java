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
 * The bytes of an answer as they come.
 *
 * <p>Not the JDK's stream of the body: until JDK 20 its {@code read} takes no notice of an
 * interrupt, and in none can it be told how long to wait (JDK-8294047).
 */
final class ResponseBody implements Flow.Subscriber<List<ByteBuffer>>, Closeable {

  /** What came: bytes; null for the end, or what went wrong. */
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
   * Waits for the next bytes; null at the end.
   *
   * @return an empty list if nothing came in {@code nanos}
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

  /** Gives the connection up, if anything is left to come. */
  @Override
  public void close() {
    if (subscription != null) {
      subscription.cancel();
    }
  }
}
