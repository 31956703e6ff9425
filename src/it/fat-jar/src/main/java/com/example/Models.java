package com.example;

import io.github.inceptionv2.InceptionV2;
import io.github.inceptionv2.ModelSource;
import java.io.IOException;
import java.nio.file.Path;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** One model of each kind, shared by all threads and closed with the context. */
@Configuration
public class Models {

  /** Opens the module in a directory. */
  @Bean(destroyMethod = "close")
  public InceptionV2 trained(@Value("${model}") Path directory) throws IOException {
    return InceptionV2.load(directory);
  }

  /** Opens a model with untrained weights, whose predictions mean nothing. */
  @Bean(destroyMethod = "close")
  public InceptionV2 untrained() throws IOException {
    return InceptionV2.load(ModelSource.untrained());
  }
}
