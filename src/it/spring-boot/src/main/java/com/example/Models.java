package com.example;

import io.github.inceptionv2.InceptionV2;
import io.github.inceptionv2.InferenceListener;
import io.github.inceptionv2.ModelSource;
import io.github.inceptionv2.RuntimeOptions;
import java.io.IOException;
import java.nio.file.Path;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** One model, shared by all requests and closed after the last of them. */
@Configuration
public class Models {

  /** Opens the model before the server accepts connections. */
  @Bean(destroyMethod = "close")
  public InceptionV2 model(
      @Value("${model.directory}") Path directory,
      @Value("${model.max-waiting-calls}") int maxWaitingCalls,
      InferenceListener listener)
      throws IOException {
    RuntimeOptions options =
        RuntimeOptions.builder()
            .parallelRuns(Runtime.getRuntime().availableProcessors())
            .maxWaitingCalls(maxWaitingCalls)
            .warmUp(true)
            .build();
    return InceptionV2.builder(ModelSource.directory(directory))
        .runtime(options)
        .listener(listener)
        .load();
  }
}
