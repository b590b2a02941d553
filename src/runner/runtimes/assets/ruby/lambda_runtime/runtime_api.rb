# frozen_string_literal: true

require 'socket'

module LambdaRuntime
  # An event as the service gave it: headers by name in any case, and the body.
  class Invocation
    attr_reader :body

    def initialize(headers, body)
      @headers = headers
      @body = body
    end

    def [](name)
      @headers[name.downcase]
    end

    def request_id
      self['Lambda-Runtime-Aws-Request-Id']
    end
  end

  # The Runtime API over one connection. The process lives no longer than the service: where it does not answer any more, the process ends.
  class RuntimeApi
    ROOT = '/2018-06-01/runtime'

    def initialize(address)
      @address = address
      @host, @port = address.split(':')
      connect
    end

    # Waits for the next invocation.
    def next
      send_request('GET', '/invocation/next')
      status, headers, body = read_answer
      leave if status.nil?
      raise "The Runtime API refused to give the next invocation: #{status} #{body}" if status != 200

      Invocation.new(headers, body.force_encoding(Encoding::UTF_8))
    end

    def respond(request_id, body, content_type)
      post("/invocation/#{request_id}/response", body, 'Content-Type' => content_type)
    end

    def fail(request_id, body, error_type)
      post("/invocation/#{request_id}/error", body, 'Lambda-Runtime-Function-Error-Type' => error_type)
    end

    def fail_init(body, error_type)
      post('/init/error', body, 'Lambda-Runtime-Function-Error-Type' => error_type)
    end

    # For another thread, while a handler runs: ends the process where the service closed the connection and listens no more.
    def leave_if_gone
      socket = @socket
      begin
        return unless socket.wait_readable(0)
        return if socket.recv_nonblock(1, Socket::MSG_PEEK).to_s != ''
      rescue IO::WaitReadable
        return
      rescue SystemCallError, IOError
        # Closed: by the service, or as another one is opened.
      end
      Socket.tcp(@host, @port.to_i, connect_timeout: 2, &:close)
    rescue SystemCallError
      leave
    end

    private

    def post(path, body, headers)
      # A service may close a connection that idles: it is told once more. What it answers is for it to act upon.
      2.times do
        send_request('POST', path, headers, body)
        return unless read_answer.nil?

        connect
      end
    end

    def connect
      @socket = TCPSocket.new(@host, @port.to_i)
      @socket.setsockopt(Socket::IPPROTO_TCP, Socket::TCP_NODELAY, 1)
      @socket.binmode
    rescue SystemCallError
      leave
    end

    def send_request(method, path, headers = {}, body = nil)
      lines = ["#{method} #{ROOT}#{path} HTTP/1.1", "Host: #{@address}", *headers.map { |name, value| "#{name}: #{value}" }]
      lines << "Content-Length: #{body.bytesize}" if body
      @socket.write("#{lines.join("\r\n")}\r\n\r\n".b + body.to_s.b)
    rescue SystemCallError, IOError
      # Shows as a missing answer.
    end

    # Status, headers (names in lower case) and body; nil where the connection ended before it.
    def read_answer
      status_line = @socket.gets("\n")
      return nil unless status_line&.end_with?("\n")

      headers = read_headers
      status = status_line.split(' ')[1].to_i
      return read_answer if status < 200

      body = headers['transfer-encoding'] ? read_chunks : @socket.read(headers['content-length'].to_i)
      if headers['connection'].to_s.downcase == 'close'
        @socket.close
        connect
      end
      [status, headers, body]
    rescue SystemCallError, IOError
      nil
    end

    def read_headers
      headers = {}
      until (line = @socket.gets("\n").to_s.strip).empty?
        name, value = line.split(':', 2)
        headers[name.downcase] = value.strip.force_encoding(Encoding::UTF_8)
      end
      headers
    end

    def read_chunks
      body = String.new(encoding: Encoding::BINARY)
      until (size = @socket.gets("\n").to_i(16)).zero?
        body << @socket.read(size)
        @socket.gets("\n")
      end
      read_headers
      body
    end

    # At once, and also where the handler's threads would keep the process.
    def leave
      exit!(0)
    end
  end
end
