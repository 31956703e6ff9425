package com.example;

import io.github.inceptionv2.InferenceListener;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import org.springframework.stereotype.Component;

/** Metrics of the model. The meters are created once, because the listener runs in every call. */
@Component
public class InferenceMetrics implements InferenceListener {

  private final Timer readable;
  private final Timer unreadable;
  private final Timer run;
  private final Counter images;

  /** Registers the meters. */
  public InferenceMetrics(MeterRegistry registry) {
    this.readable = registry.timer("inception.prepare", "readable", "true");
    this.unreadable = registry.timer("inception.prepare", "readable", "false");
    this.run = registry.timer("inception.run");
    this.images = registry.counter("inception.images");
  }

  @Override
  public void onPrepared(Duration time, boolean isReadable) {
    (isReadable ? readable : unreadable).record(time);
  }

  @Override
  public void onRun(int count, Duration time) {
    run.record(time);
    images.increment(count);
  }
}
