package com.example;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;

/** A web service that classifies photographs. */
@SpringBootApplication
public class Server {

  /** Starts the service; Spring Boot's options are its arguments. */
  public static void main(String[] args) {
    SpringApplication.run(Server.class, args);
  }
}
